/** Written with commas; by an expression a list, or a number. */
export function readLabels(labels: unknown): unknown[] {
	if (Array.isArray(labels)) return labels.map((label: unknown) => (typeof label === 'number' ? String(label) : label));
	if (typeof labels === 'number') return [String(labels)];
	if (typeof labels !== 'string') return [];
	return labels
		.split(',')
		.map((label) => label.trim())
		.filter(Boolean);
}
