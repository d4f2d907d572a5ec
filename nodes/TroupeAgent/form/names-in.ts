/** The names of a field that separates them by commas. */
export const namesIn = (field = ''): string[] =>
	field
		.split(',')
		.map((name) => name.trim())
		.filter(Boolean);
