/**
 * Vocabulary in which tables declare personal data. The register of personal data (service/privacy), forgetting, retention, and the record of
 * processing derive from these declarations.
 */
import type { KeptClass } from './kept-classes';

/** Kinds of data, the least revealing first. */
const fieldKinds = [
	/** Times, counts, states, names of agents and models, configuration. */
	'nothing',
	/** A random id that Troupe made for a contact, a conversation, a run or a message. */
	'reference',
	/** A keyed hash, or another anonymous value. */
	'pseudonym',
	/** The operator's acting people or programs. */
	'user',
	/** Under a key that is destroyed when its person is forgotten. */
	'sealed',
	'encrypted',
	/** After the policy's masks; names and numbers are tokens. */
	'masked',
	/** Summaries, vectors, labels, terms. */
	'derived',
	/** A phone number, e-mail address, or id at a provider. */
	'identifier',
	'name',
	/** Words by or to a person. */
	'words',
] as const;

export type FieldKind = (typeof fieldKinds)[number];

/** Columns by content, separated by spaces, as in the SQL. Omits `tenant`: see `isCommon`. */
type Fields = { readonly [Kind in FieldKind]?: string };

/**
 * The column that links a row to a person. `pseudonym`: by the keyed hash of the person, contact or conversation. `alias`: by a phone number or
 * another name. `text`: the sealed column contains one. Any other key is a table of the same store, to whose `id` the column refers.
 */
type Whose = { readonly [By in 'pseudonym' | 'alias' | 'text' | (string & {})]?: string };

const stayReasons = [
	'proof',
	'bill',
	'expires',
	'program',
	/** The person's demands: without them, an opted-out person would be written to again. */
	'rights',
	/** Without the person, so that staff who keep writing learn that nobody receives it. */
	'desk',
	'company',
] as const;

export type StayReason = (typeof stayReasons)[number];

/** Declares a table, beside its SQL. */
export interface TableData extends Fields {
	kept: KeptClass;
	whose?: Whose;
	/** Rows stay when a person is forgotten. A table with `whose` but without this loses theirs. */
	stays?: StayReason;
	/** The column with a row's start of retention. A channel's table without it stays as long as its conversation. */
	oldBy?: string;
	/** SQL condition that keeps an old row. */
	staysWhile?: string;
	endsBy?: string;
	/** The table whose rows delete this one's; `whose` names it otherwise. */
	goesWith?: string;
	/**
	 * Columns sealed under the host's own master key, whose values begin with the key's id: bytes, or base64 in a text. A new master key reseals
	 * them. Omits columns sealed by another column of the register.
	 */
	underMasterKey?: string;
	/** All tenants share the rows; PostgreSQL does not separate them. A column `tenant` is then named, if there is one. */
	isCommon?: true;
}

export type Tables = Readonly<Record<string, TableData>>;

export interface Field {
	column: string;
	kind: FieldKind;
}

/** Lists the fields of a table, without `tenant`. */
export const listFields = (table: Fields): Field[] =>
	fieldKinds.flatMap((kind) => (table[kind]?.split(/\s+/) ?? []).map((column) => ({ column, kind })));

export const listTenantTables = (tables: Tables): string[] => Object.keys(tables).filter((name) => tables[name]!.isCommon !== true);

/** Includes tables shared by all tenants. */
export const listTenantColumn = (tables: Tables): string[] =>
	Object.keys(tables).filter(
		(name) => tables[name]!.isCommon !== true || listFields(tables[name]!).some(({ column }) => column === 'tenant'),
	);

const plainKinds: readonly FieldKind[] = ['nothing', 'user'];

/** Returns whether a field tells anything of a contact, even only that there is one. */
export const isAboutPersons = (table: Fields): boolean => listFields(table).some(({ kind }) => !plainKinds.includes(kind));

export const listForgotten = (tables: Tables): string[] =>
	Object.keys(tables).filter((name) => tables[name]!.whose !== undefined && tables[name]!.stays === undefined);
