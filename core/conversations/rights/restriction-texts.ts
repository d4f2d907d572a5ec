import type { Language } from '../../base/text/languages';

interface Restriction {
	contact: string;
	protocol: string;
	language: Language;
	isLifted: boolean;
}

const toPeople: Record<Language, Record<'begun' | 'lifted', (contact: string, protocol: string) => string>> = {
	en: {
		begun: (contact, protocol) =>
			`The processing of this customer's data is restricted (${protocol}): it is kept and not used. No agent reads or answers, and Troupe sends nothing. Use the data only for what the law allows, such as a claim.\nTo end it: troupe privacy restrict ${contact} --lift --reason TEXT`,
		lifted: (_contact, protocol) => `The processing of this customer's data is not restricted any more (${protocol}).`,
	},
	pt: {
		begun: (contact, protocol) =>
			`O tratamento dos dados deste cliente está bloqueado (${protocol}): eles são guardados, mas não usados. Nenhum agente lê nem responde, e o Troupe não envia nada. Use os dados só no que a lei permite, como uma defesa em processo.\nPara encerrar: troupe privacy restrict ${contact} --lift --reason TEXTO`,
		lifted: (_contact, protocol) => `O tratamento dos dados deste cliente não está mais bloqueado (${protocol}).`,
	},
};

export const tellRestriction = ({ contact, protocol, language, isLifted }: Restriction): string =>
	toPeople[language][isLifted ? 'lifted' : 'begun'](contact, protocol);
