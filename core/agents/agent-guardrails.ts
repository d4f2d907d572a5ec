import { changedToken } from '../guardrails/checks/agents/changed-token';
import { citationsRequired } from '../guardrails/checks/agents/citations-required';
import { foreignToken } from '../guardrails/checks/agents/foreign-token';
import { messageLength } from '../guardrails/checks/agents/message-length';
import { personalData } from '../guardrails/checks/agents/personal-data';
import { valueInAddress } from '../guardrails/checks/agents/value-in-address';
import { unknownCitation } from '../guardrails/checks/agents/unknown-citation';
import { placedUnknownLink } from '../guardrails/checks/agents/unknown-link';
import { wrongCitation } from '../guardrails/checks/agents/wrong-citation';
import { unknownPersonalData } from '../guardrails/checks/agents/unknown-personal-data';
import type { PlacedGuardrail } from '../guardrails/policy/placed-guardrail';
import type { AgentDefinition } from './definition/agent-definition';
import { listCitedSearches, readsPassages } from './definition/cited-searches';

/**
 * Returns every agent's guardrails, in order. Policy guardrails follow: they see masked texts. @param linksAnywhere replies can link to unnamed
 * hosts
 */
export function agentGuardrails(definition: AgentDefinition, linksAnywhere = false): PlacedGuardrail[] {
	const { guardrails, knowledge, limits } = definition;
	const { action } = guardrails.personalData;
	return [
		{ guardrail: messageLength(limits.messageCharacters), code: 'LENGTH', stages: ['input'], action: 'block' },
		action === 'block'
			? { guardrail: personalData('none'), code: 'PERSONAL_DATA', stages: ['input'], action: 'block' }
			: { guardrail: personalData(action), code: 'PERSONAL_DATA', stages: ['input'], action: 'rewrite' },
		{ guardrail: personalData('token'), code: 'PERSONAL_DATA', stages: ['knowledge', 'tool-result'], action: 'rewrite' },
		// A token never spans two sentences.
		{ guardrail: changedToken(), code: 'FOREIGN_TOKEN', stages: ['output'], action: 'rewrite', scope: 'sentence' },
		{ guardrail: foreignToken(), code: 'FOREIGN_TOKEN', stages: ['output'], action: 'block', scope: 'sentence' },
		...outputGuardrails(definition, linksAnywhere),
		...(readsPassages(definition) && !definition.output
			? [unknownCitation(), wrongCitation()].map(
					(guardrail) => ({ guardrail, code: 'CITATION', stages: ['output'], action: 'rewrite', scope: 'sentence' }) as const,
				)
			: []),
		...(knowledge?.citations === 'required' || listCitedSearches(definition).length > 0
			? ([
					{ guardrail: citationsRequired(knowledge?.citations === 'required'), code: 'CITATION', stages: ['output'], action: 'ask-person' },
				] as const)
			: []),
	];
}

/** Lists output guardrails. Those that rewrite a reply precede the one that blocks it. */
function outputGuardrails({ guardrails, output }: AgentDefinition, linksAnywhere: boolean): PlacedGuardrail[] {
	const { types } = guardrails.personalData;
	const masks = types.length > 0;
	// JSON is for programs, which do not open links by themselves.
	const cleansLinks = !output && !linksAnywhere;
	return [
		...(masks
			? ([{ guardrail: valueInAddress(), code: 'PERSONAL_DATA', stages: ['output'], action: 'rewrite', scope: 'stretch' }] as const)
			: []),
		...(cleansLinks ? [placedUnknownLink] : []),
		// Personal data can span sentences, so a reply is shown in parts that it cannot cross. Any capitalised word can be part of a name.
		...(masks
			? ([
					{
						guardrail: unknownPersonalData(linksAnywhere),
						code: 'PERSONAL_DATA',
						stages: ['output'],
						action: 'block',
						scope: types.includes('PERSON') ? 'text' : 'stretch',
					},
				] as const)
			: []),
	];
}
