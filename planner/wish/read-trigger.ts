import type { Language } from '../../core/base/text/languages';
import type { Trigger } from '../tree/plan-tree';
import { findTriggers } from './find-trigger';

const kinds: Array<[RegExp, Trigger['kind']]> = [
	[/^\s*(?:form|a person fills|someone fills|formulário|uma pessoa preenche)/i, 'form'],
	[/^\s*(?:manual|by hand|a person starts|i start|à mão|uma pessoa inicia|eu inicio)/i, 'manual'],
	[/^\s*(?:message|a message|webhook|mensagem|uma mensagem)/i, 'message'],
	[/^\s*(?:time|timer|schedule|horário|agenda)/i, 'timer'],
];

export function readTrigger(text: string, language: Language): Trigger | undefined {
	const kind = kinds.find(([shape]) => shape.test(text))?.[1];
	const found = findTriggers(text, language).map(({ trigger }) => trigger);
	const fitting = kind ? (found.find((trigger) => trigger.kind === kind) ?? usual(kind)) : found[0];
	return fitting;
}

function usual(kind: Trigger['kind']): Trigger {
	if (kind === 'message') return { kind, name: 'start-requested' };
	if (kind === 'timer') return { kind, at: '0 0 9 * * *' };
	return { kind };
}
