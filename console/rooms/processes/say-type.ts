import { en } from '../../../packages/accessible-bpmn/src/messages/en';
import { pt } from '../../../packages/accessible-bpmn/src/messages/pt';
import { language } from '../../words/language';

const messages = { en, pt };

/** Says `SERVICE_TASK` as people call it, in the language of the page; a type that BPMN names otherwise, in its own words. */
export function sayType(type: string): string {
	const name = type
		.toLowerCase()
		.split('_')
		.map((part) => part.charAt(0).toUpperCase() + part.slice(1))
		.join('');
	const { types, texts } = messages[language.value];
	const { eventSubProcess } = texts;
	if (name === 'EventSubProcess' && typeof eventSubProcess === 'string') return eventSubProcess;
	return (types as Record<string, string>)[name]?.toLowerCase() ?? type.toLowerCase().replaceAll('_', ' ');
}
