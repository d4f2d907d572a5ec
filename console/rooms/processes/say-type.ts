import { en } from '../../../packages/accessible-bpmn/src/messages/en';
import { pt } from '../../../packages/accessible-bpmn/src/messages/pt';
import { language } from '../../words/language';

const messages = { en, pt };

/** Writes `SERVICE_TASK` in the language of the page; types with another BPMN name in their own words. */
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
