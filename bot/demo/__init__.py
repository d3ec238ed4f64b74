"""The offline demo: the whole desk against a simulated Discord, for anybody with a browser."""
