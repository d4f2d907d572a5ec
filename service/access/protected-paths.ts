/** The parts of a service that ask for a token. Each is a resource of its own (RFC 9728); a token for one of them is for all. */
export const protectedPaths = ['/mcp', '/a2a', '/api/v1', '/v2'];
