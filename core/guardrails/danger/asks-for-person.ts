import { toPlain } from './plain-sentence';

const people =
	'(?:gerentes?|atendentes?|atendimento|pessoas?|humanos?|alguem|vendedora?s?|supervisora?|responsavel|donos?|dona|chefes?|consultora?|especialista|diretora?|proprietari[oa]|coordenadora?|encarregad[oa]|gente de verdade|ouvidoria|sac)';
const asked =
	'(?:pass[aeo]r?|passem|transf(?:ere|ira|erir|iram)|cham[aeo]r?|chamem|coloc[ae]r?|bota|poe|conect[ae]r?|mand[ae]r?|direcion[ae]r?|encaminh[ae]r?|cade|kd|falar?|fale|conversar|tratar|ser atendid[oa]|atendid[oa]|quero|queria|preciso|exijo|me da|me arruma|ligue?r?)';
const staff =
	'(?:managers?|humans?|human being|persons?|people|someone|somebody|agents?|supervisors?|representatives?|reps?|operators?|boss|owner|salesperson|salesman)';
const wanted = '(?:speak|talk|chat|connect|transfer|pass|put|get|give|want|need|call|let|where is|wheres|bring|hand|escalate)';

const forms = [
	new RegExp(`\\b${asked} (?:\\w+ ){0,5}?${people}\\b`),
	new RegExp(`\\b${wanted} (?:\\w+ ){0,6}?(?:real |actual |live )?${staff}\\b`),
	/\b(?:falar|fala|conversar) com gente\b|\b(?:tem|ha) (?:alguem|algum|alguma|um|uma) (?:\w+ ){0,2}?(?:pessoa|humano|ai)\b/,
	/^(?:um |uma |o |a )?(?:atendente|gerente|humano|pessoa|human|agent|manager|person)(?: (?:humano|agora|ja|now|please|por favor))*$/,
];
/** Right before the words: the customer wants none. */
const denial = /\b(?:nao(?: me)?|do not|dont) $/;

const maxLength = 4_000;

/** Returns whether somebody asks for a person, by words alone: for a message that no model reads. */
export const asksForPerson = (message: string): boolean =>
	message
		.slice(-maxLength)
		.split(/[.!?;:…\n\r,]+/)
		.map(toPlain)
		.some((sentence) =>
			forms.some((form) => {
				const found = form.exec(sentence);
				return found !== null && !denial.test(sentence.slice(0, found.index));
			}),
		);
