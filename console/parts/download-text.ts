export function downloadText(name: string, text: string): void {
	const url = URL.createObjectURL(new Blob([text], { type: 'application/octet-stream' }));
	const link = Object.assign(document.createElement('a'), { href: url, download: name });
	link.click();
	// By then the browser has begun to read it.
	setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
