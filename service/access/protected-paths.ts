/** Parts that need a token. Each is its own resource (RFC 9728); a token for one is for all. */
export const protectedPaths = ['/mcp', '/a2a', '/api/v1', '/v2'];
