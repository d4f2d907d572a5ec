/** The operation in words. */
export const subtitle = `={{
	((parameters) => ({
		export: 'Export a person',
		forget: parameters.what === 'conversation' ? 'Forget a conversation' : 'Forget a person',
		preferences: 'Preferences of a person',
		recall: 'Recall',
		remember: 'Remember',
	})[parameters.operation])($parameter)
}}`;
