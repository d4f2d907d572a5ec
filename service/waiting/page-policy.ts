const always = [
	'sandbox allow-forms allow-popups allow-scripts allow-top-navigation-by-user-activation',
	...[
		"default-src 'none'",
		"style-src 'unsafe-inline'",
		'img-src data:',
		"form-action 'self'",
		"base-uri 'none'",
		"frame-ancestors 'none'",
	],
];

/**
 * Returns the Content-Security-Policy of a page that shows texts of others: it loads nothing from elsewhere, and a text of a customer does nothing.
 * @param nonce marks the scripts of the page, which send its form; without it, none run
 */
export function pagePolicy(nonce?: string): string {
	const scripts = nonce !== undefined && /^[\w-]+$/.test(nonce) ? [`script-src 'nonce-${nonce}'`, "connect-src 'self'"] : [];
	return [...always, ...scripts].join('; ');
}
