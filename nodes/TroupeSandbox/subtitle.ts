/** The operation in words, and the level. */
export const subtitle = `={{
	(({ operation, level }) => operation === 'report'
		? 'Get report'
		: 'Run ' + (operation === 'run' ? 'script' : operation.slice(3).toLowerCase()) + ' at ' + (level || 'L0+') + ' or more')($parameter)
}}`;
