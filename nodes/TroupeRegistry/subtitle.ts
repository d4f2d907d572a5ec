/** The operation in words, and what it is about. */
export const subtitle = `={{
	((operation, resource) => {
		const words = { getAll: 'Get many', reportMetrics: 'Report metrics of', rollBack: 'Roll back' };
		const verb = words[operation] ?? operation[0].toUpperCase() + operation.slice(1);
		return verb + ' ' + resource + (['getAll', 'search'].includes(operation) ? 's' : '');
	})($parameter.operation, $parameter.resource)
}}`;
