import { en } from '../../../packages/accessible-bpmn/src/messages/en';
import { pt } from '../../../packages/accessible-bpmn/src/messages/pt';
import { Status } from '../../parts/status';
import { Time } from '../../parts/time';
import { formatDuration, formatNumber } from '../../words/format';
import { language } from '../../words/language';
import { type ElementInstance, toneOf } from './engine';
import type { InstancePartProps } from './instance-part';
import { instanceWords as words } from './instance-words';
import { processesWords } from './processes-words';

const messages = { en, pt };

/** Writes `SERVICE_TASK` in the language of the page; types with another BPMN name in their own words. */
function sayType(type: string): string {
	const name = type
		.toLowerCase()
		.split('_')
		.map((part) => part.charAt(0).toUpperCase() + part.slice(1))
		.join('');
	const { types, texts } = messages[language.value];
	const { eventSubProcess } = texts;
	if (name === 'EventSubProcess' && typeof eventSubProcess === 'string') return eventSubProcess;
	return (types as Record<string, string>)[name]?.toLowerCase() ?? type.toLowerCase().replaceAll('_', ' ');
}

export function InstanceHistory({ shown: { elements, jobs }, element, select }: InstancePartProps) {
	const rows = elements.filter(({ elementId, type }) => type !== 'PROCESS' && (element === undefined || elementId === element));
	const retries = new Map(jobs.map((job) => [job.elementInstanceKey, job.retries]));
	return (
		<section class="card" aria-labelledby="history">
			<h2 id="history">{words('history')}</h2>
			{element !== undefined && (
				<p class="actions">
					<strong>{words('only', element)}</strong>
					<button type="button" class="button" onClick={() => select(undefined)}>
						{words('allElements')}
					</button>
				</p>
			)}
			{rows.length === 0 ? (
				<p class="quiet">{words('noHistory')}</p>
			) : (
				<table class="table">
					<thead>
						<tr>
							<th scope="col">{words('element')}</th>
							<th scope="col">{words('state')}</th>
							<th scope="col">{words('began')}</th>
							<th scope="col" class="number">
								{words('took')}
							</th>
							<th scope="col" class="number">
								{words('retries')}
							</th>
						</tr>
					</thead>
					<tbody>
						{rows.map((one) => (
							<tr key={one.elementInstanceKey} aria-current={one.elementId === element ? 'true' : undefined}>
								<td class="main" data-title={words('element')}>
									<button type="button" class="button plain name" onClick={() => select(one.elementId)}>
										{one.elementName}
									</button>{' '}
									<span class="quiet">{sayType(one.type)}</span>
								</td>
								<td data-title={words('state')}>
									<Status tone={toneOf(one)}>{processesWords(one.hasIncident ? 'incident' : one.state)}</Status>
								</td>
								<td data-title={words('began')}>
									<Time at={one.startDate} />
								</td>
								<td class="number" data-title={words('took')}>
									{tookOf(one)}
								</td>
								<td class="number" data-title={words('retries')}>
									{retries.has(one.elementInstanceKey) ? formatNumber(retries.get(one.elementInstanceKey)!) : ''}
								</td>
							</tr>
						))}
					</tbody>
				</table>
			)}
		</section>
	);
}

const tookOf = ({ startDate, endDate }: ElementInstance): string =>
	!endDate ? processesWords('open') : formatDuration(Date.parse(endDate) - Date.parse(startDate));
