import { describeInput } from './describe-input';
import type { AgentOutcome } from '../agent-outcome';
import type { Run } from '../loop/run/run';

const describeLanguage = (message: string) =>
	describeInput(
		{
			...{ parts: { definition: {} }, context: { language: 'en', passages: [] } },
			trail: { recorded: () => ({ message }) },
		} as unknown as Run,
		{ guardrails: [] } as unknown as AgentOutcome,
	).language;

test.each([
	['请问你们的咖啡机第7号多少钱？', 'Han'],
	['Сколько стоит кофемашина номер 7?', 'Cyrillic'],
	['ご注文は昨日発送されました。', 'Hiragana'],
	['Votre commande a été expédiée hier et arrive la semaine prochaine.', 'other'],
	['Quanto custa a máquina de café?', 'pt'],
	['ok', 'en'],
])('counts %j as %s', (message, language) => expect(describeLanguage(message)).toBe(language));
