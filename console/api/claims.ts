/**
 * Reads what a signed document says. The service of the page hands it out: its signature says nothing more here.
 * @throws Error for what is not a token, or not a text
 */
export function readClaims<Claims>(token: string): Claims {
	const [, claims = ''] = token.split('.');
	const bytes = Uint8Array.from(atob(claims.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.codePointAt(0)!);
	return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as Claims;
}
