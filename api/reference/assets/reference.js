"use strict";
// The tester of the reference page. All that it needs to know stands in the page; it loads nothing else.

const page = { session: null, signIn: true };
const find = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const key = () => find("#key").value.trim();

// What a field holds as it is sent; undefined for what is left out. Throws for a list or an object that is no JSON.
function valueOf(control) {
  const text = control.value;
  if (text === "") return undefined;
  switch (control.dataset.control) {
    case "boolean": return text === "true";
    case "number": return /^-?\d+$/.test(text) ? Number(text) : text;
    case "json": {
      try { return JSON.parse(text); } catch { throw new Error(`${control.name} is not JSON, such as ["one", "two"].`); }
    }
    default: return text;
  }
}

// The request that the fields of a form ask for.
function requestOf(form) {
  const { method, path } = form.dataset;
  const session = "session" in form.dataset;
  const query = new URLSearchParams();
  const body = {};
  const files = [];
  for (const control of all("[data-in]", form)) {
    if (control.dataset.in === "form") files.push(...[...control.files].map((file) => [control.name, file]));
    else if (control.dataset.in === "query") { if (control.value !== "") query.append(control.name, control.value); }
    else { const value = valueOf(control); if (value !== undefined) body[control.name] = value; }
  }
  const target = path + (String(query) ? `?${query}` : "");
  const headers = {};
  if (find("[name=dry]", form)?.checked) headers["X-Dry-Run"] = "1";
  const hasBody = find("[data-in=body]", form) !== null;
  if (!hasBody) return { method, target, headers, session };
  if (files.length === 0) return { method, target, headers: { ...headers, "Content-Type": "application/json" }, body, session };
  return { method, target, headers, body, files };
}

// In a form with files every field is a text: what is more comes as JSON.
const inForm = (value) => (typeof value === "string" ? value : JSON.stringify(value));

const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

// The same request for a shell. Neither key nor session is ever printed: the shell has them in variables.
function asCurl({ method, target, headers, body, files, session }) {
  const parts = ["curl"];
  if (method !== "GET") parts.push(`-X ${method}`);
  if (!session) parts.push('-H "Authorization: Bearer $DESK_KEY"');
  else parts.push('-H "Cookie: session=$DESK_SESSION"', ...(method === "GET" ? [] : ['-H "x-csrf-token: $DESK_CSRF"']));
  for (const [name, value] of Object.entries(headers)) parts.push(`-H "${name}: ${value}"`);
  if (files) {
    for (const [name, value] of Object.entries(body)) parts.push(`--form-string ${quoted(`${name}=${inForm(value)}`)}`);
    for (const [name, file] of files) parts.push(`-F ${quoted(`${name}=@${file.name}`)}`);
  } else if (body) parts.push(`-d ${quoted(JSON.stringify(body))}`);
  parts.push(`"${location.origin}${target}"`);
  return parts.join(" ");
}

function asText({ method, target, headers, body, files }) {
  const lines = [`${method} ${target}`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)];
  if (body) lines.push("", JSON.stringify(body, null, 2));
  if (files) lines.push(...files.map(([name, file]) => `${name}: ${file.name} (${file.size} bytes)`));
  return lines.join("\n");
}

function preview(form) {
  try {
    const request = requestOf(form);
    find(".preview", form).textContent = asText(request);
    find(".equivalent", form).textContent = asCurl(request);
    return request;
  } catch (error) {
    find(".preview", form).textContent = error.message;
    find(".equivalent", form).textContent = "";
    return null;
  }
}

function sendable({ headers, body, files }) {
  if (!files) return { headers, body: body && JSON.stringify(body) };
  const form = new FormData();
  for (const [name, value] of Object.entries(body)) form.append(name, inForm(value));
  for (const [name, file] of files) form.append(name, file);
  return { headers, body: form };
}

async function send(form) {
  const request = preview(form);
  const outcome = find(".outcome", form);
  if (request === null) { outcome.textContent = "Not sent: a field above cannot be read."; return; }
  const { headers, body } = sendable(request);
  const sent = { ...headers };
  if (key()) sent.Authorization = `Bearer ${key()}`;
  else if (page.session && request.method !== "GET") sent["x-csrf-token"] = page.session.csrfToken;
  const button = find("button[type=submit]", form);
  button.disabled = true;
  outcome.textContent = "Waiting for the answer…";
  const began = performance.now();
  try {
    const credentials = key() ? "omit" : "same-origin";
    const response = await fetch(request.target, { method: request.method, headers: sent, body, credentials });
    const text = await response.text();
    show(form, response, text, Math.round(performance.now() - began));
    // Who is signed in, and where they act, may have changed by this, or meanwhile in another tab.
    if (!key() && (request.target.startsWith("/api/session") || [401, 403].includes(response.status))) await checkSession();
  } catch {
    outcome.textContent = "No answer came. Is the desk running?";
    outcome.className = "outcome bad";
  } finally { button.disabled = false; }
}

function show(form, response, text, took) {
  const outcome = find(".outcome", form);
  const dry = response.headers.get("X-Dry-Run") === "1" ? " · dry run, nothing changed" : "";
  outcome.textContent = `${response.status} ${response.statusText} · ${took} ms${dry}`;
  outcome.className = `outcome ${response.ok ? "good" : "bad"}`;
  const heads = find(".heads", form);
  find("code", heads).textContent = [...response.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
  heads.hidden = false;
  const answer = find(".answer", form);
  try { find("code", answer).textContent = JSON.stringify(JSON.parse(text), null, 2); }
  catch { find("code", answer).textContent = text; }
  answer.hidden = false;
}

function tellWho() {
  const { session } = page;
  const [signIn, signOut] = [find("#sign-in"), find("#sign-out")];
  const where = session?.guild ? `in ${session.guild.name}` : "in no server: choose one by PUT /api/session";
  const named = session && `${session.user.name} ${where}`;
  const state = session ? `Signed in as ${named}.` : "Not signed in.";
  find("#state").textContent = key() ? `${state} The API key is used instead.` : state;
  find("#sign").hidden = false;
  signIn.hidden = session !== null;
  signOut.hidden = session === null;
  const auth = key() ? "Auth: the API key above" : session ? `Auth: signed in as ${named}` : "Auth: No authentication";
  for (const each of all(".auth")) each.textContent = auth;
}

async function checkSession() {
  find("#state").textContent = "Checking sign-in state…";
  try {
    const response = await fetch("/api/session", { credentials: "same-origin" });
    page.session = response.ok ? (await response.json()).data.session : null;
  } catch { page.session = null; }
  tellWho();
}

async function signOut() {
  const headers = { "x-csrf-token": page.session.csrfToken };
  try { await fetch("/api/session", { method: "DELETE", headers, credentials: "same-origin" }); }
  finally { await checkSession(); }
}

// On a phone the list is folded away, so that it does not stand before what it leads to.
const narrow = window.matchMedia("(max-width: 48rem)");
const fold = () => { find("#list").open = !narrow.matches; };

function filter(words) {
  if (words.trim()) find("#list").open = true;
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const item of all("nav li")) {
    const text = `${item.textContent} ${find("a", item).title}`.toLowerCase();
    item.hidden = !wanted.every((word) => text.includes(word));
    shown += item.hidden ? 0 : 1;
  }
  for (const group of all("nav section")) group.hidden = all("li:not([hidden])", group).length === 0;
  find("#none").hidden = shown > 0;
}

function toHere() {
  fold();
  find("#sign-in").href = `/sign-in?next=${encodeURIComponent(`/docs${location.hash}`)}`;
  for (const link of all("nav a")) {
    if (link.hash === location.hash) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
  }
}

// The samples name the desk as the reader reached it.
for (const code of all("code[data-language]")) code.textContent = code.textContent.replaceAll(document.body.dataset.base, location.origin);
for (const each of all(".js, #by-key, form.try")) each.hidden = false;
for (const form of all("form.try")) {
  form.addEventListener("input", () => preview(form));
  form.addEventListener("submit", (event) => { event.preventDefault(); void send(form); });
  preview(form);
}
find("#key").addEventListener("input", tellWho);
find("#key-form").addEventListener("submit", (event) => event.preventDefault());
find("#sign-out").addEventListener("click", () => void signOut());
find("#search").addEventListener("input", (event) => filter(event.target.value));
window.addEventListener("hashchange", toHere);
narrow.addEventListener("change", fold);
toHere();
void checkSession();
