/** The parameters of a Set node that sets these fields. */
export const fields = (values: Record<string, string>): Record<string, unknown> => ({
	mode: 'manual',
	assignments: { assignments: Object.entries(values).map(([name, value]) => ({ id: name, name, value, type: 'string' })) },
	options: {},
});
