import { readSetting } from '../../../../core/base/settings/settings';
import { openClassifier } from '../../../../providers/compose/guardrails/local-moderator';
import { failBy, ok, skipped, type Check } from '../../check';

const anyText = 'Where is my parcel?';

export const harmClassifierCheck: Check = {
	id: 'harm-classifier',
	looksAt: 'whether the classifier of harm on this machine can be loaded and judges a text',
	async look({ environment, home }, signal) {
		try {
			if (readSetting('TROUPE_HARM_MODEL', environment) === undefined) return [skipped('TROUPE_HARM_MODEL is not set.')];
			const classifier = await openClassifier(home, environment);
			await classifier.moderate(anyText, signal);
			return [ok(`${classifier.id} judges texts: ${classifier.kinds.join(', ')}.`)];
		} catch (error) {
			return [failBy(error)];
		}
	},
};
