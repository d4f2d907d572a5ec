/** The operation in words, and the level. */
export const subtitle = `={{
	((parameters) => parameters.operation === 'report' ? 'Get report' : 'Run script at ' + (parameters.level || 'L0+') + ' or more')($parameter)
}}`;
