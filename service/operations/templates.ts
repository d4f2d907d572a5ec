import * as Type from 'typebox/type';
import { TroupeError } from '../../core/base/errors';
import { closed, optional } from '../../core/base/shape';
import type { Grant } from '../../manifests/registry/access/access-claims';
import { open, string, texts } from '../../manifests/registry/api/answer-fields';
import { text } from '../../manifests/registry/api/fields';
import { findTemplate, listTemplates, type TemplateHost } from '../../providers/compose/templates/find-template';
import { operation, type OperationContext } from './operation';

const tag = 'templates';
const scope = 'registry:read';
const source = Type.Enum(['registry', 'package', 'folder'], { description: 'Who vouches for it.' });
type Context = OperationContext<TemplateHost & { grant?: Grant }>;

export const listInstallableTemplates = operation({
	...{ summary: 'List the templates of the registry and of the package', tag, method: 'GET', path: 'templates', scope },
	input: {},
	output: Type.Object({
		items: Type.Array(
			Type.Object({
				...{ id: string, version: string, purpose: string, source },
				...optional({ category: string, isDeprecated: Type.Boolean() }),
			}),
		),
	}),
	perform: async (_input, { host }: Context) => ({ items: await listTemplates(host) }),
});

export const showTemplate = operation({
	...{ summary: 'Show a template: its parameters and its files', tag, method: 'GET', path: 'templates/:template', scope },
	input: { params: closed({ template: text(200) }) },
	output: Type.Object({ source, from: string, warnings: texts, template: open() }),
	refusals: { 409: 'A version that is not approved any more', 422: 'The template is invalid' },
	/** @throws TroupeError TEMPLATE_NOT_FOUND, TEMPLATE_INVALID, MANIFEST_* */
	async perform({ template: name }, { host }: Context) {
		if (host.grant === undefined) return findTemplate(name, host);
		// A path would read any folder of the service.
		if (!/^[a-z0-9@]/i.test(name) || /[/\\]/.test(name)) throw isNoName(name);
		const found = await findTemplate(name, host);
		return found.source === 'registry' ? found : { ...found, from: found.template.id };
	},
});

const isNoName = (name: string) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `${JSON.stringify(name.slice(0, 100))} is not the name of a template.`,
		fix: 'Name one of the list, or NAME@RANGE of the registry.',
	});
