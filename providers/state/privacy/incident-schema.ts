import type { StateSchema } from '../../database/state-database';

/**
 * The register of personal data breaches. `privacy_incident_entry` has what was said of one, and by whom, in the order in which it became known, sealed.
 * `privacy_incident_person` has the keyed hashes of contacts who are touched. `incident_sign` has when Troupe first noticed something that can
 * be one, and what it was (`seen`): that it is still there, after somebody judged it, says nothing new.
 * Law and time zone are those that held when it was closed. Times are milliseconds since the epoch.
 */
export const incidentSchema: StateSchema = {
	name: 'incidents',
	what: 'The register of incidents',
	version: 1,
	tables: {
		privacy_incident: {
			kept: 'record',
			user: 'noted_by',
			nothing: 'id known_at noted_at cause risk authority_at people_at closed_at law time_zone',
		},
		privacy_incident_entry: {
			kept: 'record',
			stays: 'proof',
			encrypted: 'content',
			underMasterKey: 'content',
			user: 'noted_by',
			nothing: 'incident number at step',
		},
		privacy_incident_person: {
			kept: 'record',
			whose: { pseudonym: 'person' },
			stays: 'proof',
			pseudonym: 'person',
			nothing: 'incident',
		},
		incident_sign: { kept: 'record', nothing: 'cause seen at' },
	},
	schema: `
		CREATE TABLE IF NOT EXISTS privacy_incident (
			tenant TEXT NOT NULL,
			id TEXT NOT NULL,
			known_at INTEGER NOT NULL,
			noted_at INTEGER NOT NULL,
			noted_by TEXT NOT NULL,
			cause TEXT,
			risk TEXT NOT NULL,
			authority_at INTEGER,
			people_at INTEGER,
			closed_at INTEGER,
			law TEXT,
			time_zone TEXT,
			PRIMARY KEY (tenant, id)
		) STRICT;
		CREATE INDEX IF NOT EXISTS privacy_incident_open ON privacy_incident (known_at) WHERE closed_at IS NULL;
		CREATE TABLE IF NOT EXISTS privacy_incident_entry (
			tenant TEXT NOT NULL,
			incident TEXT NOT NULL,
			number INTEGER NOT NULL,
			at INTEGER NOT NULL,
			noted_by TEXT NOT NULL,
			step TEXT NOT NULL,
			content BLOB NOT NULL,
			PRIMARY KEY (tenant, incident, number)
		) STRICT;
		CREATE TABLE IF NOT EXISTS privacy_incident_person (
			tenant TEXT NOT NULL,
			incident TEXT NOT NULL,
			person TEXT NOT NULL,
			PRIMARY KEY (tenant, incident, person)
		) STRICT, WITHOUT ROWID;
		CREATE INDEX IF NOT EXISTS privacy_incident_by_person ON privacy_incident_person (tenant, person);
		CREATE TABLE IF NOT EXISTS incident_sign (
			tenant TEXT NOT NULL,
			cause TEXT NOT NULL,
			seen TEXT NOT NULL,
			at INTEGER NOT NULL,
			PRIMARY KEY (tenant, cause, seen)
		) STRICT, WITHOUT ROWID;
	`,
};
