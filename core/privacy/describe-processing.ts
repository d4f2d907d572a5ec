import { findKeptDays, type KeptClass, type KeptRules } from '../base/privacy/kept-classes';
import { type Field, type FieldKind, isAboutPersons, type TableData } from '../base/privacy/personal-data';
import type { ConsentCount } from '../ports/channels/contact-consents';
import type { Language } from '../base/text/languages';
import { activities, type Activity } from './activities';
import { type Place, places } from './places';
import type { RequestLaw } from '../base/privacy/privacy-laws';
import type { RequestTimes } from './request-times';
import { describeKept, kindWords, stayWords } from './register-words';

interface DescribedTable {
	store: string;
	subject: string;
	name: string;
	data: TableData;
	fields: readonly Field[];
}

export interface Recipient {
	kind: 'channel' | 'crm' | 'model' | 'credential' | 'receiver';
	name: string;
	/** Such as `z-api` or `openai`. */
	provider: string;
	/** As the operator declares it; null where undeclared, or the server is not known here. */
	region: string | null;
}

export interface ReportedRequest {
	protocol: string;
	kind: string;
	/** ISO 8601. */
	at: string;
	state: RequestTimes['state'];
	/** A day of the time zone. */
	dueOn: string | null;
	isLate: boolean;
	extendedAt: string | null;
	settledAt: string | null;
}

export interface ProcessingFacts {
	tenant: string;
	/** ISO 8601. */
	at: string;
	/** IANA name. */
	timeZone: string;
	rules: KeptRules;
	recipients: readonly Recipient[];
	/** Null: anywhere. */
	residency: string | null;
	consents: readonly ConsentCount[];
	/** Newest first. */
	requests: { items: readonly ReportedRequest[]; hasMore: boolean; law: RequestLaw };
}

export type ProcessingRecord = ReturnType<typeof describeProcessing>;

/** The record of LGPD art. 37 and GDPR art. 30: data, persons, purposes, places, retention and recipients. */
export function describeProcessing({ rules, ...facts }: ProcessingFacts, tables: readonly DescribedTable[], language: Language) {
	return {
		...facts,
		language,
		rules: { retentionDays: rules.retentionDays ?? null, runDays: rules.runDays ?? null, retention: rules.retention ?? null },
		activities: activities.map((activity) => describeActivity(activity, tables, rules, language)),
		elsewhere: places.map((place) => describePlace(place, language)),
	};
}

function describeActivity(
	{ id, subjects, words }: Activity,
	all: readonly DescribedTable[],
	rules: ProcessingFacts['rules'],
	language: Language,
) {
	const tables = all.filter(({ subject, data }) => subjects.includes(subject) && (isAboutPersons(data) || data.user !== undefined));
	return {
		id,
		...words[language],
		categories: listKinds(tables).map((kind) => kindWords[kind][language]),
		stores: [...new Set(tables.map(({ store }) => store))],
		kept: [...new Set(tables.map(({ data }) => describeOne(data.kept, rules, language)))],
		tables: tables.map(({ store, name, data, fields }) => ({
			store,
			name,
			kept: describeOne(data.kept, rules, language),
			isForgotten: data.whose !== undefined && data.stays === undefined,
			stays: data.stays === undefined ? null : stayWords[data.stays][language],
			fields: fields
				.filter(({ kind }) => kind !== 'nothing')
				.map(({ column, kind }) => ({ name: column, kind: kind as Exclude<FieldKind, 'nothing'> })),
		})),
	};
}

const describeOne = (kept: KeptClass, rules: ProcessingFacts['rules'], language: Language) =>
	describeKept(kept, findKeptDays(kept, rules), language);

/** Most telling kinds first. */
const listKinds = (tables: readonly DescribedTable[]) =>
	(Object.keys(kindWords) as Array<Exclude<FieldKind, 'nothing'>>)
		.toReversed()
		.filter((kind) => tables.some(({ data }) => data[kind] !== undefined));

const describePlace = ({ id, where, reach, words }: Place, language: Language) => ({ id, where, reach, ...words[language] });
