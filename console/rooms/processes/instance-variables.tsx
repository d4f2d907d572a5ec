import { useState } from 'preact/hooks';
import { call } from '../../api/call';
import { may } from '../../api/session';
import { Problem } from '../../api/problem';
import { CopyButton } from '../../parts/copy-button';
import { Dialog } from '../../parts/dialog';
import { TextArea, TextField } from '../../parts/fields';
import { toast } from '../../parts/toasts';
import type { Variable } from './engine';
import type { InstancePartProps } from './instance-part';
import { instanceWords as words } from './instance-words';

interface Edited {
	scopeKey: string;
	name: string;
	value: string;
	isNew: boolean;
}

export function InstanceVariables({ shown: { instance, variables, elements }, element, reload }: InstancePartProps) {
	const [edited, setEdited] = useState<Edited>();
	const names = new Map(elements.map(({ elementInstanceKey, elementId, elementName }) => [elementInstanceKey, { elementId, elementName }]));
	const scopes = new Map<string, Variable[]>([[instance.processInstanceKey, []]]);
	for (const variable of variables) scopes.set(variable.scopeKey, [...(scopes.get(variable.scopeKey) ?? []), variable]);
	const isShown = (scope: string) =>
		element === undefined || scope === instance.processInstanceKey || names.get(scope)?.elementId === element;
	const canEdit = may('process:run') && instance.state === 'ACTIVE';
	return (
		<section class="card" aria-labelledby="variables">
			<h2 id="variables">{words('variables')}</h2>
			{[...scopes]
				.filter(([scope]) => isShown(scope))
				.map(([scope, some]) => {
					const title = names.get(scope)?.elementName;
					return (
						<div key={scope} class="part">
							<h3>{scope === instance.processInstanceKey ? words('whole') : `${words('local')} ${title ?? scope}`}</h3>
							{some.length === 0 && <p class="quiet">{words('noVariables')}</p>}
							<dl class="variables">
								{some.map((variable) => (
									<div key={variable.variableKey} class="variable">
										<dt>{variable.name}</dt>
										<dd>
											<Value variable={variable} />
											<span class="actions">
												{canEdit && (
													<button
														type="button"
														class="button plain"
														aria-label={`${words('edit')}: ${variable.name}`}
														onClick={() => setEdited({ ...variable, isNew: false })}
													>
														{words('edit')}
													</button>
												)}
												<CopyButton text={variable.value} about={variable.name} />
											</span>
										</dd>
									</div>
								))}
							</dl>
						</div>
					);
				})}
			{canEdit && (
				<button
					type="button"
					class="button"
					onClick={() => setEdited({ scopeKey: instance.processInstanceKey, name: '', value: '""', isNew: true })}
				>
					{words('add')}
				</button>
			)}
			{edited && <EditDialog edited={edited} close={() => setEdited(undefined)} done={reload} />}
		</section>
	);
}

const maxShown = 400;

function Value({ variable: { value, name } }: { variable: Variable }) {
	const [isWhole, setWhole] = useState(value.length <= maxShown);
	return (
		<>
			<pre tabIndex={isWhole && value.length > maxShown ? 0 : undefined}>{isWhole ? value : `${value.slice(0, maxShown)}…`}</pre>
			{!isWhole && (
				<button type="button" class="button plain" aria-label={`${words('show')}: ${name}`} onClick={() => setWhole(true)}>
					{words('show')}
				</button>
			)}
		</>
	);
}

function EditDialog({ edited, close, done }: { edited: Edited; close: () => void; done: () => void }) {
	const [name, setName] = useState(edited.name);
	const [value, setValue] = useState(edited.value);
	const save = async () => {
		await call(`PUT /v2/element-instances/${encodeURIComponent(edited.scopeKey)}/variables`, {
			body: { variables: { [name.trim()]: readJson(value) }, local: true },
		});
		toast({ text: words('saved', name.trim()), kind: 'good' });
		done();
	};
	return (
		<Dialog title={edited.isNew ? words('add') : `${words('edit')}: ${name}`} action={words('save')} perform={save} close={close}>
			{edited.isNew && <TextField label={words('name')} value={name} required onChange={setName} />}
			<TextArea label={words('value')} value={value} rows={8} required onChange={setValue} />
		</Dialog>
	);
}

/** Reads typed JSON. @throws Problem if it is invalid, or a browser would change it */
export function readJson(text: string): unknown {
	if (/\d{16}/.test(text.replaceAll(/"(?:\\.|[^"\\])*"/g, '""'))) throw new Problem(0, 'INPUT_INVALID', words('tooManyDigits'));
	try {
		return JSON.parse(text);
	} catch {
		throw new Problem(0, 'INPUT_INVALID', words('notJson'));
	}
}
