import * as Type from 'typebox/type';
import { TroupeError } from '../../../core/base/errors';
import { closed, optional, orNull, recordOf } from '../../../core/base/shape';
import type { Grant } from '../../../manifests/registry/access/access-claims';
import { integer, open, string, texts } from '../../../manifests/registry/api/answer-fields';
import { text } from '../../../manifests/registry/api/fields';
import { denied } from '../../../manifests/registry/access/access';
import type { Host } from '../../../providers/compose/hosts/host';
import { findTemplate, listTemplates, type TemplateHost } from '../../../providers/compose/templates/find-template';
import { requireScope } from '../../access/ask-for-scope';
import type { AnyScope } from '../../access/scopes';
import type { Installs } from '../../templates/deployer';
import { installTemplate as installAt } from '../../templates/install-template';
import { operation, type OperationContext } from '../operation';

const tag = 'templates';
const scope = 'registry:read';
const source = Type.Enum(['registry', 'package', 'folder'], { description: 'Who vouches for it.' });
type Context = OperationContext<TemplateHost & { grant?: Grant }>;

export const listInstallableTemplates = operation({
	summary: 'List the templates of the registry and of the package',
	tag,
	method: 'GET',
	path: 'templates',
	scope,
	input: {},
	output: Type.Object({
		items: Type.Array(
			Type.Object({
				id: string,
				version: string,
				purpose: string,
				source,
				...optional({ category: string, isDeprecated: Type.Boolean() }),
			}),
		),
	}),
	perform: async (_input, { host }: Context) => ({ items: await listTemplates(host) }),
});

export const showTemplate = operation({
	summary: 'Show a template: its parameters and its files',
	tag,
	method: 'GET',
	path: 'templates/:template',
	scope,
	input: { params: closed({ template: text(200) }) },
	output: Type.Object({ source, from: string, warnings: texts, template: open() }),
	refusals: { 409: 'A version that is not approved any more', 422: 'The template is invalid' },
	/** @throws TroupeError TEMPLATE_NOT_FOUND, TEMPLATE_INVALID, MANIFEST_* */
	async perform({ template: name }, { host }: Context) {
		if (host.grant === undefined) return findTemplate(name, host);
		checkName(name);
		const found = await findTemplate(name, host);
		return found.source === 'registry' ? found : { ...found, from: found.template.id };
	},
});

const value = Type.Union([Type.String({ maxLength: 4_000 }), Type.Number(), Type.Boolean()]);
const notForTenants = 'The agents of a service are those of all its tenants.';

export const installTemplate = operation({
	summary: 'Install a template on the service, or update it: its agents, and its processes in the engine',
	tag,
	method: 'POST',
	path: 'templates/:template/install',
	scope: 'process:deploy',
	input: {
		params: closed({ template: text(200) }),
		body: closed(
			optional({
				values: recordOf(value, {
					description: 'By the names of parameters; those that have a default can be left out',
					propertyNames: { pattern: '^[A-Za-z][A-Za-z0-9]{0,59}$' },
					maxProperties: 50,
				}),
				dryRun: Type.Boolean({ description: 'Say what would be written, which values are missing, and write nothing' }),
				allowOlder: Type.Boolean({ description: 'Let an older version take the place of a newer one' }),
			}),
		),
	},
	output: Type.Object({
		template: string,
		version: string,
		source,
		warnings: texts,
		dryRun: Type.Boolean(),
		values: open(),
		missing: Type.Array(string, { description: 'Parameters without a value, of a dry run alone: it has no files then' }),
		before: orNull(Type.String({ description: 'The version that was installed' })),
		isOlder: Type.Boolean({ description: 'The version that was installed is newer: `allowOlder` is needed' }),
		scopes: Type.Array(string, { description: 'Scopes that it needs besides `process:deploy`' }),
		files: Type.Array(Type.Object({ path: string, kind: orNull(string), action: string }), {
			description:
				'`create`, `replace`, `same`, `remove`; `keep`: it was changed, and the new one is beside it as `.new`; `keep-own`, `keep-removed`',
		}),
		agents: Type.Array(string, { description: 'IDs of its agents, which the service finds from now on' }),
		deployed: Type.Array(Type.Object({ processId: string, version: integer, processDefinitionKey: string }), {
			description: 'Its processes in the engine; none on a service without an engine',
		}),
	}),
	refusals: {
		409: 'A version that is not approved any more',
		422: 'The template or a process is invalid',
		501: 'The service has no folder for it',
	},
	act: ({ template, dryRun }) => (dryRun ? undefined : { action: 'template.installed', object: { kind: 'template', value: template } }),
	/** @throws TroupeError ACCESS_DENIED, INPUT_INVALID, TEMPLATE_NOT_FOUND, TEMPLATE_INVALID, PROCESS_INVALID, NOT_SUPPORTED, MANIFEST_* */
	async perform({ template: name, values = {}, dryRun = false, allowOlder = false }, { host }: OperationContext<InstallHost>) {
		const { grant, installs } = host;
		if (!grant || !installs) throw isOfServices();
		if (grant.caller.tenant !== installs.tenant)
			throw denied('scope', notForTenants, 'Install the template on a machine of yours: troupe template install.', {});
		checkName(name);
		const { source: from, warnings, ...found } = await findTemplate(name, host);
		const deploy = installs.deploy && ((resources: Parameters<typeof installs.deploy>[1]) => installs.deploy!(grant, resources));
		const terms = { values, dryRun, allowOlder, require: (needed: AnyScope) => requireScope(grant, needed) };
		const { files, ...installed } = await installAt(found, terms, { agentFolders: host.agentFolders, deploy });
		return { ...installed, source: from, warnings, files: files.map(({ kind = null, ...file }) => ({ ...file, kind })) };
	},
});

type InstallHost = TemplateHost & Pick<Host, 'agentFolders'> & { grant?: Grant; installs?: Installs };

const isOfServices = () =>
	new TroupeError({
		code: 'NOT_SUPPORTED',
		message: 'Templates are installed at a service over HTTP only.',
		fix: 'On this machine: troupe template install.',
	});

/** A path would read any folder of the service. */
function checkName(name: string): void {
	if (!/^[a-z0-9@]/i.test(name) || /[/\\]/.test(name)) throw isNoName(name);
}

const isNoName = (name: string) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `${JSON.stringify(name.slice(0, 100))} is not the name of a template.`,
		fix: 'Name one of the list, or NAME@RANGE of the registry.',
	});
