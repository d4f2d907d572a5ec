/** A PEM text as it was before a form of one line took its line ends (RFC 7468): spaces, or a written \n, in their place. */
export function normalizePem(text: string): string {
	const [, label, body] = /-----BEGIN ([A-Z ]{1,40})-----([^-]*)-----END \1-----/.exec(text.replaceAll('\\n', '\n')) ?? [];
	if (label === undefined || body === undefined) return text;
	const lines = body.replace(/\s+/g, '').match(/.{1,64}/g) ?? [];
	return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
