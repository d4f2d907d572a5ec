/** Shapes of the register of incidents. */
import * as Type from 'typebox/type';
import { optional, orNull } from '../../../core/base/shape';
import { incidentCauses, incidentRisks, incidentSteps } from '../../../core/base/privacy/incident-kinds';
import { requestLaws } from '../../../core/base/privacy/privacy-laws';
import { open, string, time } from '../../../manifests/registry/api/answer-fields';
import { count, list, text } from '../../../manifests/registry/api/fields';
import { timeZone } from '../conversations/read-day';
import { contact } from '../contacts/contacts';

export const [tag, path, scope] = ['privacy', 'privacy/incidents', 'tenant:manage'] as const;
export const incidentId = text(30);
/** As much as the form of an authority takes. */
const words = text(4_000);
const moment = Type.String({
	description: 'A day of the time zone of the tenant such as 2026-11-28, or ISO 8601 with a time zone',
	minLength: 1,
	maxLength: 40,
});
export const when = moment;

/** What people can say of an incident, at once or step by step. */
export const factFields = optional({
	categories: Type.Array(text(200), { minItems: 1, maxItems: 50, description: 'Kinds of data and of people' }),
	people: Type.Integer({ ...count, description: 'How many people are touched. Default: as the register of contacts counts them' }),
	records: Type.Integer({ ...count, description: 'How many records' }),
	consequences: words,
	measures: Type.String({ ...words, description: 'Before, and since' }),
	contact: Type.String({ ...text(500), description: 'Who answers questions: the data protection officer' }),
	delay: Type.String({ ...words, description: 'Why somebody is told late' }),
	persons: Type.Array(contact, {
		...{ minItems: 1, maxItems: 1_000 },
		description: 'Contacts who are touched. They are stored as keyed hashes',
	}),
	allContacts: Type.Literal(true, { description: 'All contacts of the tenant are touched' }),
	from: Type.String({ ...moment, description: 'Contacts are touched of whom messages since then are stored' }),
	to: Type.String({ ...moment, description: 'Until then, not included. Default: now' }),
});
export const judgedRisk = (more = '') =>
	Type.Enum([...incidentRisks], {
		description: `\`unlikely\`: nobody has to be told. \`high\`: people too, by the GDPR. The LGPD tells likely and high alike${more}`,
	});
export const risk = judgedRisk();

const telling = Type.Object({
	state: Type.Enum(['open', 'told', 'not-required']),
	dueAt: orNull(Type.String({ ...time, description: 'The first moment after the time; null for without undue delay' })),
	dueOn: orNull(Type.String({ description: 'The last day, in the time zone' })),
	at: orNull(time),
	isLate: Type.Boolean(),
});

export const incidentFields = {
	...{ id: string, knownAt: time, notedAt: time, notedBy: string, cause: orNull(Type.Enum([...incidentCauses])), risk },
	...{ state: Type.Enum(['open', 'closed']), closedAt: orNull(time) },
	law: Type.Enum([...requestLaws], {
		description: 'That of the country of the tenant, whose times count; that of then, once it is closed',
	}),
	...{ timeZone, authority: telling, people: telling },
	completeBy: orNull(Type.String({ description: 'The last day for what the first communication to the ANPD lacked' })),
};

export const knownFields = {
	...incidentFields,
	facts: open(),
	touched: orNull(Type.Integer({ description: 'How many people: as somebody said, else as the register of contacts counted' })),
	missing: list(string, 20),
	entries: Type.Array(
		Type.Object({
			...{ at: time, by: string, step: Type.Enum([...incidentSteps]), text: orNull(string) },
			risk: orNull(Type.Enum([...incidentRisks], { description: 'The risk that was judged then' })),
			toldAt: orNull(Type.String({ ...time, description: 'When they were told, of an entry that says so' })),
			facts: open(),
		}),
		{ description: 'What was said, and by whom, in the order in which it became known' },
	),
};
export const incidentAnswer = Type.Object(knownFields);
export const refusals = { 409: 'The incident is closed' };
