"""All of a server as documented files, written from a store and read into another."""
