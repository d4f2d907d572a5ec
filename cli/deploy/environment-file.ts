import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { TroupeError } from '../../core/base/errors';

/** The profiles of docker-compose.yml. */
export const additions = ['backup', 'chroma', 'clamav', 'proxy'] as const;
export type Addition = (typeof additions)[number];

/** Returns the path of .env beside docker-compose.yml. @throws TroupeError INPUT_INVALID without docker-compose.yml */
export function locateEnvironmentFile(folder: string): string {
	const compose = resolve(folder, 'docker-compose.yml');
	if (existsSync(compose)) return join(resolve(folder), '.env');
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${compose} does not exist.`,
		fix: 'Run the command in the folder of docker-compose.yml, or name that folder with --folder.',
	});
}

/** Letters and digits only: a secret stands unquoted in .env, in a URL and in the configuration of Redis. */
const createSecret = (bytes = 24): string => randomBytes(bytes).toString('hex');

/** The text of .env: every variable of docker-compose.yml, with new secrets. */
export function createEnvironment(chosen: readonly Addition[], isPinned = false): string {
	const troupePassword = createSecret();
	const withAddition = (addition: Addition, value: string) => (chosen.includes(addition) ? value : '');
	return `# Settings and secrets of docker-compose.yml, written by \`troupe deploy init\`. Back up this file apart from the data:
# without N8N_ENCRYPTION_KEY and TROUPE_VAULT_KEY, the credentials of n8n and the memory of Troupe cannot be read again.

# The package that runs: its version and the start of its SHA-256. \`troupe deploy package\` sets it.
TROUPE_PACKAGE=

N8N_ENCRYPTION_KEY=${createSecret()}
TROUPE_VAULT_KEY=${createSecret(32)}
# Callers of \`troupe serve\` send it as a bearer token.
TROUPE_API_TOKEN=${createSecret()}
REDIS_PASSWORD=${createSecret()}

# PostgreSQL: its superuser, which only its own container uses, and the roles of n8n and Troupe. They apply when the volume is new.
POSTGRES_PASSWORD=${createSecret()}
N8N_POSTGRES_PASSWORD=${createSecret()}
TROUPE_POSTGRES_PASSWORD=${troupePassword}
# The one state of Troupe's service, its workers and n8n.
TROUPE_DATABASE_URL=postgres://troupe:${troupePassword}@postgres:5432/troupe

# Backups of the databases, Chroma, ClamAV and the proxy run only if they are named here, separated by commas.
# \`backup\` dumps every BACKUP_HOURS hours, and keeps the newest BACKUP_KEEP dumps of each database.
COMPOSE_PROFILES=${chosen.join(',')}
TROUPE_CHROMA_URL=${withAddition('chroma', 'http://chroma:8000')}
TROUPE_CLAMAV=${withAddition('clamav', 'clamav:3310')}
BACKUP_HOURS=24
BACKUP_KEEP=14
# The name under which the proxy serves webhooks and channels with TLS, and the address of n8n for webhooks: https://NAME/ with the proxy.
PUBLIC_HOST=localhost
N8N_PUBLIC_URL=http://localhost:5678/

# In production: \`troupe deploy init --root root.jwt\`, or put your root.jwt into deploy/trust and set these to /trust and pinned.
# Without them the root of the package decides.
TROUPE_TRUST=${isPinned ? '/trust' : ''}
TROUPE_REQUIRE_ROOT=${isPinned ? 'pinned' : ''}

# Models of agents, all optional: without a key they answer from their documents alone. In n8n, models can be credentials too.
OPENAI_API_KEY=
OPENAI_BASE_URL=
ANTHROPIC_API_KEY=
GEMINI_API_KEY=

# Ports on the loopback address. With another N8N_PORT, change N8N_PUBLIC_URL too.
N8N_PORT=5678
TROUPE_PORT=8600
ZEEBE_PORT=26500
ZEEBE_REST_PORT=8080

# Seconds for running work to end when n8n and Troupe stop, and the longer time after which Docker kills them.
GRACE_SECONDS=30
STOP_GRACE_PERIOD=40s
`;
}

/** Replaces the value of a variable in the text of .env, or adds it. */
export function setVariable(text: string, name: string, value: string): string {
	const line = `${name}=${value}`;
	const place = new RegExp(`^${name}=.*$`, 'm');
	return place.test(text) ? text.replace(place, () => line) : `${text.trimEnd()}\n${line}\n`;
}
