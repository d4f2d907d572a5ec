/** The operation in words, and its collection. n8n gives an expression the value of a resource locator, not the locator. */
export const subtitle = `={{
	((operation, collection) => {
		const words = {
			delete: 'Delete from',
			ingest: 'Ingest into',
			list: 'List',
			're-embed': 'Re-embed',
			retain: 'Remove old from',
			search: 'Search',
			statistics: 'Statistics of',
		}[operation];
		return words + ' ' + (collection || (operation === 'statistics' ? 'all collections' : '(no collection)'));
	})($parameter.operation, $parameter.collection)
}}`;
