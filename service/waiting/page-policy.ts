const always = [
	'sandbox allow-forms allow-popups allow-scripts allow-top-navigation-by-user-activation',
	"default-src 'none'",
	"style-src 'unsafe-inline'",
	'img-src data:',
	"form-action 'self'",
	"base-uri 'none'",
	"frame-ancestors 'none'",
];

/**
 * Content-Security-Policy for pages with foreign texts: loads nothing from elsewhere and makes customers' texts inert. @param nonce marks the page's
 * scripts, which send its form; without it, none run
 */
export function pagePolicy(nonce?: string): string {
	const scripts = nonce !== undefined && /^[\w-]+$/.test(nonce) ? [`script-src 'nonce-${nonce}'`, "connect-src 'self'"] : [];
	return [...always, ...scripts].join('; ');
}
