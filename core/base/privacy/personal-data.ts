/**
 * The words in which each table says what it holds of persons. The register of personal data (service/privacy) is made of these declarations, and so are
 * forgetting, retention, and the record of processing.
 */
import type { KeptClass } from './kept-classes';

/** Kinds of data in a field, by what they tell of a person; the kinds that tell the least come first. */
export const fieldKinds = [
	/** Nothing: times, counts, states, names of agents and models, configuration. */
	'nothing',
	/** A random id that Troupe made for a contact, a conversation, a run or a message. */
	'reference',
	/** A keyed hash, or another that names nobody. */
	'pseudonym',
	/** The operator's people or programs that did something. */
	'user',
	/** Encrypted under a key that is destroyed when its person is forgotten. */
	'sealed',
	/** Encrypted under a key of the installation. */
	'encrypted',
	/** Words after the masks of the policy; names and numbers are tokens. */
	'masked',
	/** Made from words: summaries, vectors, labels, terms. */
	'derived',
	/** A phone number, an e-mail address, an id at a provider. */
	'identifier',
	'name',
	/** Words that a person wrote or said, or that were written to them. */
	'words',
] as const;

export type FieldKind = (typeof fieldKinds)[number];

/** Columns by what they hold, separated by spaces, as in the SQL. The column `tenant` is not named: see `isCommon`. */
export type Fields = { readonly [Kind in FieldKind]?: string };

/**
 * Says how a row belongs to a person, by the column that tells it. `pseudonym`: by the keyed hash of the person, contact or conversation. `alias`: by a phone number or
 * another name. `text`: the column, which is sealed, contains one. Any other key is a table of the same store, to whose column `id` the column refers.
 */
export type Whose = { readonly [By in 'pseudonym' | 'alias' | 'text' | (string & {})]?: string };

/** Reasons why rows stay when a person is forgotten. */
export const stayReasons = [
	/** They prove to auditors what happened, by keyed hashes and masked texts. */
	'proof',
	/** They are the bill, by keyed hashes. */
	'bill',
	/** They name nobody, and have an end. */
	'expires',
	/** They belong to a program that asked for them, and have an end. */
	'program',
	/** They keep what the person demanded: without them, who opted out would be written to again. */
	'rights',
	/** Without the person, so that people at a desk who go on writing hear that nobody gets it. */
	'desk',
	/** They are documents and settings of the company. */
	'company',
] as const;

export type StayReason = (typeof stayReasons)[number];

/** Declares a table, beside its SQL. */
export interface TableData extends Fields {
	kept: KeptClass;
	whose?: Whose;
	/** Rows stay when a person is forgotten. A table with `whose` and without this loses theirs. */
	stays?: StayReason;
	/** The column with the time from which the days of a row count. A channel's table without it stays as long as its conversation. */
	oldBy?: string;
	/** A condition on a row that stays although it is old. */
	staysWhile?: string;
	/** The column with the end of a row, which it got when it was last used. */
	endsBy?: string;
	/** The table whose rows take along those of this one; `whose` names it otherwise. */
	goesWith?: string;
	/**
	 * Columns that are sealed under the master key of the host itself, in which each value begins with the key's id: bytes, or base64 in a text. A new
	 * master key seals them again. What another column of the register seals is not named here.
	 */
	underMasterKey?: string;
	/** All tenants share its rows; PostgreSQL does not tell them apart. A column `tenant` is named then, if there is one. */
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

/** Names the tables whose rows belong to one tenant each. */
export const listTenantTables = (tables: Tables): string[] => Object.keys(tables).filter((name) => tables[name]!.isCommon !== true);

/** Names the tables that say of each row whose tenant it is, also those that all tenants share. */
export const listTenantColumn = (tables: Tables): string[] =>
	Object.keys(tables).filter(
		(name) => tables[name]!.isCommon !== true || listFields(tables[name]!).some(({ column }) => column === 'tenant'),
	);

const plainKinds: readonly FieldKind[] = ['nothing', 'user'];

/** Tells whether a table has a field that tells something of a contact, if only that there is one. */
export const isAboutPersons = (table: Fields): boolean => listFields(table).some(({ kind }) => !plainKinds.includes(kind));

/** Names the tables from which a person's rows go when the person is forgotten. */
export const listForgotten = (tables: Tables): string[] =>
	Object.keys(tables).filter((name) => tables[name]!.whose !== undefined && tables[name]!.stays === undefined);
