import pg from 'pg';

/** SQL for the parts that every database of Supabase has before its first migration: the roles of the API, `auth`, and grants on every new table of `public`. */
const clusterRoles = `
	do $$
	begin
		if not exists (select 1 from pg_roles where rolname = 'service_role') then
			create role anon nologin noinherit;
			create role authenticated nologin noinherit;
			create role service_role nologin noinherit bypassrls;
			create role authenticator login noinherit;
			grant anon, authenticated, service_role to authenticator;
		end if;
	end
	$$`;

const freshDatabase = (owner: string) => `
	alter schema public owner to ${owner};
	grant usage on schema public to anon, authenticated, service_role;
	alter default privileges for role ${owner} in schema public grant all on tables to anon, authenticated, service_role;
	alter default privileges for role ${owner} in schema public grant all on functions to anon, authenticated, service_role;
	create schema auth;
	grant usage on schema auth to anon, authenticated, service_role, ${owner};
	create table auth.users (id uuid primary key, email text);
	grant select, insert, delete, references on auth.users to ${owner};
	create function auth.jwt() returns jsonb language sql stable
		as $$ select nullif(current_setting('request.jwt.claims', true), '')::jsonb $$;
	create function auth.uid() returns uuid language sql stable as $$ select (auth.jwt() ->> 'sub')::uuid $$`;

/** Addresses of a prepared database. */
export interface SupabaseDatabase {
	/** For the stand-in of the API, which takes the role of each request. */
	authenticator: string;
	/** For migrations, as `supabase db push` uses it. */
	owner: string;
}

/**
 * Turns an empty database into one as Supabase creates it.
 * @param superuser the address of the database as its superuser
 * @param owner its address as the ordinary role that owns it
 */
export async function createSupabaseDatabase(superuser: string, owner: string): Promise<SupabaseDatabase> {
	await runSql(superuser, clusterRoles, freshDatabase(new URL(owner).username));
	const authenticator = new URL(owner);
	authenticator.username = 'authenticator';
	return { authenticator: authenticator.href, owner };
}

/** Runs statements, each text in a transaction, as `supabase db push` runs a file. @returns the rows of the last statement */
export async function runSql<Row extends object>(address: string, ...texts: string[]): Promise<Row[]> {
	const client = new pg.Client({ connectionString: address });
	await client.connect();
	try {
		let rows: Row[] = [];
		for (const text of texts) {
			await client.query('begin');
			const result = (await client.query<Row>(text)) as pg.QueryResult<Row> | Array<pg.QueryResult<Row>>;
			await client.query('commit');
			rows = (Array.isArray(result) ? result.at(-1) : result)?.rows ?? [];
		}
		return rows;
	} finally {
		await client.end();
	}
}
