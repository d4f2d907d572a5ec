import { settingIs } from '../../../../core/base/settings/settings';
import { listModelSettings } from '../../../../providers/compose/settings/from-environment';
import { ok, warn, type Check } from '../../check';

export const modelsCheck: Check = {
	id: 'models',
	looksAt: 'whether settings replace the models that agents name',
	look({ environment }) {
		const replaced = listModelSettings(environment);
		if (replaced.length === 0) return [ok('Agents ask the models that they name.')];
		const whose = settingIs('TROUPE_REPLACED_MODELS', 'allow', environment)
			? 'all agents, of published ones too (TROUPE_REPLACED_MODELS)'
			: 'agents that are not published';
		return replaced.map(({ provider, name, model }) =>
			warn(`${name} replaces the ${provider} models of ${whose}: ${model}.`, 'Unset it where agents are to ask the models that they name.'),
		);
	},
};
