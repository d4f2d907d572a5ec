import type { Guardrail, Language } from '../../ports';
import { namesOf } from '../personal-data/recognizers';
import { vaultOf } from './personal-data';

const REASON: Record<Language, (types: string) => string> = {
	en: (types) => `The reply contains personal data that came neither from the message nor from the documents: ${types}.`,
	pt: (types) => `A resposta contém dados pessoais que não vieram nem da mensagem nem dos documentos: ${types}.`,
};

/** Output, before tokens are restored: refuses a reply with personal data that the model invented or leaked. */
export function unknownPersonalData(): Guardrail {
	return {
		id: 'unknown-personal-data',
		async check(text, context) {
			const matches = await vaultOf(context).findUnknown(text);
			return matches.length > 0
				? { kind: 'violation', reason: REASON[context.language](namesOf(matches, context.language)), matches }
				: { kind: 'pass' };
		},
	};
}
