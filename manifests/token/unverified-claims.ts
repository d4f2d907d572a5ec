/** For messages only; empty if it is not a JWT. */
export function readUnverifiedClaims(token: string | undefined): Record<string, unknown> {
	try {
		const claims: unknown = JSON.parse(Buffer.from(token?.split('.')[1] ?? '', 'base64url').toString() || '{}');
		return typeof claims === 'object' && claims !== null ? (claims as Record<string, unknown>) : {};
	} catch {
		return {};
	}
}
