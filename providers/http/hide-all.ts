export const hideAll = (text: string, secrets: readonly string[]): string =>
	secrets.reduce((hidden, secret) => (secret === '' ? hidden : hidden.replaceAll(secret, '…')), text);
