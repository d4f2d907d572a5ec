import { Link } from '../../parts/link';
import type { InstancePartProps } from './instance-part';
import { instanceWords as words } from './instance-words';

export function InstanceWaits({ shown: { instance, messages, tasks, jobs }, select }: InstancePartProps) {
	if (instance.state !== 'ACTIVE') return null;
	const waits = [
		...tasks.map(({ userTaskKey, name, elementId }) => ({
			key: userTaskKey,
			elementId,
			text: words('waitsTask', name ?? elementId),
			isTask: true,
		})),
		...messages.map(({ messageSubscriptionKey: key, messageName, elementId }) => ({
			...{ key, elementId, text: words('waitsMessage', messageName), isTask: false },
		})),
		...jobs
			.filter(({ retries }) => retries > 0)
			.map(({ jobKey: key, type, elementId }) => ({ key, elementId, text: words('waitsJob', type), isTask: false })),
	];
	return (
		<section class="card" aria-labelledby="waits">
			<h2 id="waits">{words('waits')}</h2>
			{waits.length === 0 && <p class="quiet">{words('waitsNone')}</p>}
			<ul class="lines">
				{waits.map(({ key, elementId, text, isTask }) => (
					<li key={key}>
						<button type="button" class="button plain name" onClick={() => select(elementId)}>
							{text}
						</button>
						{isTask && <Link to="inbox">{words('decide')}</Link>}
					</li>
				))}
			</ul>
		</section>
	);
}
