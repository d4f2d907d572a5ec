/** Returns the identity behind any interface: `key:k1` for `mcp:key:k1` and `process:42:key:k1`. */
export const toIdentity = (by: string): string => by.replace(/^(?:mcp|a2a|rest|api|process:[^:]+):/, '');
