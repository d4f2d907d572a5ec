export async function loadRuleSets(): Promise<Record<string, object>> {
	const [bpmnlint, camunda, { troupeRules }] = await Promise.all([
		import('./bpmnlint-rules'),
		import('./camunda-rules'),
		import('../rules'),
	]);
	return { bpmnlint, 'bpmnlint-plugin-camunda-compat': camunda, 'bpmnlint-plugin-troupe': troupeRules };
}

export async function listRuleNames(): Promise<string[]> {
	const sets = await loadRuleSets();
	return Object.entries(sets).flatMap(([name, rules]) => {
		const prefix = name === 'bpmnlint' ? '' : `${name.replace('bpmnlint-plugin-', '')}/`;
		return Object.keys(rules).map((rule) => `${prefix}${rule}`);
	});
}
