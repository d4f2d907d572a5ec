/** What starts the workflow: the types of events, and how many more there are. */
export const subtitle = `={{
	((types) => {
		if (types.length === 0) return 'Every event';
		return types.slice(0, 2).join(', ') + (types.length > 2 ? ' and ' + (types.length - 2) + ' more' : '');
	})($parameter.types ?? [])
}}`;
