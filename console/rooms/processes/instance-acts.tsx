import { useState } from 'preact/hooks';
import { call } from '../../api/call';
import { Problem } from '../../api/problem';
import { may } from '../../api/session';
import { Dialog } from '../../parts/dialog';
import { Select, TextArea, TextField } from '../../parts/fields';
import { toast } from '../../parts/toasts';
import type { InstancePartProps } from './instance-part';
import { readJson } from './instance-variables';
import { instanceWords as words } from './instance-words';

type Act = 'cancel' | 'message' | 'modify';

export function InstanceActs(props: InstancePartProps) {
	const [act, setAct] = useState<Act>();
	const { shown, reload } = props;
	if (shown.instance.state !== 'ACTIVE' || !may('process:run')) return null;
	const close = () => setAct(undefined);
	const key = encodeURIComponent(shown.instance.processInstanceKey);
	const cancel = async () => {
		await call(`POST /v2/process-instances/${key}/cancellation`, { body: {} });
		toast({ text: words('cancelled'), kind: 'good' });
		reload();
	};
	return (
		<span class="actions">
			<button type="button" class="button" onClick={() => setAct('message')}>
				{words('message')}
			</button>
			<button type="button" class="button" onClick={() => setAct('modify')}>
				{words('modify')}
			</button>
			<button type="button" class="button danger" onClick={() => setAct('cancel')}>
				{words('cancel')}
			</button>
			{act === 'cancel' && (
				<Dialog title={words('cancel')} action={words('cancelAction')} isDangerous perform={cancel} close={close}>
					<p>{words('cancelLead')}</p>
				</Dialog>
			)}
			{act === 'message' && <MessageDialog {...props} close={close} />}
			{act === 'modify' && <ModifyDialog {...props} close={close} />}
		</span>
	);
}

const minuteMs = 60_000;

function MessageDialog({ shown: { messages, instance }, reload, close }: InstancePartProps & { close: () => void }) {
	const [waited] = messages;
	const [name, setName] = useState(waited?.messageName ?? '');
	const [correlationKey, setCorrelationKey] = useState(waited?.correlationKey ?? '');
	const [variables, setVariables] = useState('{}');
	const [minutes, setMinutes] = useState('1');
	const publish = async () => {
		const body = {
			name,
			correlationKey,
			variables: readJson(variables),
			timeToLive: Number(minutes) * minuteMs,
			tenantId: instance.tenantId,
		};
		await call('POST /v2/messages/publication', { body });
		toast({ text: words('published'), kind: 'good' });
		reload();
	};
	return (
		<Dialog title={words('message')} action={words('publish')} perform={publish} close={close}>
			<TextField label={words('messageName')} value={name} required onChange={setName} />
			<TextField label={words('correlationKey')} value={correlationKey} onChange={setCorrelationKey} />
			<TextArea label={words('messageVariables')} value={variables} onChange={setVariables} />
			<TextField label={words('minutes')} type="number" min="0" value={minutes} onChange={setMinutes} />
		</Dialog>
	);
}

function ModifyDialog({ shown: { instance, elements }, element, reload, close }: InstancePartProps & { close: () => void }) {
	const [begin, setBegin] = useState(element ?? '');
	const [ended, setEnded] = useState<ReadonlySet<string>>(new Set());
	const active = elements.filter(({ state, type }) => state === 'ACTIVE' && type !== 'PROCESS');
	const move = async () => {
		if (begin.trim() === '' && ended.size === 0) throw new Problem(0, 'INPUT_INVALID', words('chooseSomething'));
		await call(`POST /v2/process-instances/${encodeURIComponent(instance.processInstanceKey)}/modification`, {
			body: {
				...(begin.trim() !== '' && { activateInstructions: [{ elementId: begin.trim() }] }),
				...(ended.size > 0 && { terminateInstructions: [...ended].map((elementInstanceKey) => ({ elementInstanceKey })) }),
			},
		});
		toast({ text: words('modified'), kind: 'good' });
		reload();
	};
	const known = [
		...new Map(
			elements
				.filter(({ type }) => !['PROCESS', 'START_EVENT'].includes(type))
				.map(({ elementId, elementName }) => [elementId, elementName]),
		),
	];
	for (const id of [element, begin]) if (id && known.every(([one]) => one !== id)) known.push([id, id]);
	return (
		<Dialog title={words('modify')} action={words('modify')} perform={move} close={close}>
			<p>{words('modifyLead')}</p>
			<Select
				label={words('begin')}
				value={begin}
				options={[
					{ value: '', text: words('nothing') },
					...known.map(([value, name]) => ({ value, text: name === value ? value : `${name} (${value})` })),
				]}
				onChange={setBegin}
			/>
			<fieldset>
				<legend>{words('end')}</legend>
				{active.map(({ elementInstanceKey, elementName }) => (
					<label key={elementInstanceKey} class="check">
						<input
							type="checkbox"
							checked={ended.has(elementInstanceKey)}
							onChange={({ currentTarget }) => {
								const next = new Set(ended);
								if (currentTarget.checked) next.add(elementInstanceKey);
								else next.delete(elementInstanceKey);
								setEnded(next);
							}}
						/>{' '}
						{elementName}
					</label>
				))}
			</fieldset>
		</Dialog>
	);
}
