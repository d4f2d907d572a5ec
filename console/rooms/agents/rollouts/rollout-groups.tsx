import { formatNumber, formatShare } from '../../../words/format';
import { agentsWords as words } from '../agents-words';
import type { Group, Rollout } from '../registry';

export function Groups({ rollout: { from, to, others = [], groups, quality, reporters } }: { rollout: Rollout }) {
	const isJudged = quality?.compare === 'judged';
	return (
		<>
			{groups && (
				<table class="table">
					<caption class="unseen">{words('groups')}</caption>
					<tbody>
						{[from, to, ...others].map((version, index) => {
							const [good, all] = countOf([groups.from, groups.to, ...(groups.others ?? [])][index]!, isJudged);
							return (
								<tr key={version}>
									<th scope="row">{groups.worse?.includes(version) ? words('worseVersion', version) : version}</th>
									<td>{words(isJudged ? 'passed' : 'succeeded', formatNumber(good), formatNumber(all))}</td>
									<td class="number">{all === 0 ? '–' : formatShare(good / all)}</td>
								</tr>
							);
						})}
					</tbody>
				</table>
			)}
			{reporters && reporters.length > 0 && (
				<details>
					<summary>{words('reporters', reporters.length)}</summary>
					<ul>
						{reporters.map(({ subject, to: group }) => {
							const [good, all] = countOf(group, false);
							return (
								<li key={subject}>
									{subject}: {words('succeeded', formatNumber(good), formatNumber(all))}
								</li>
							);
						})}
					</ul>
				</details>
			)}
		</>
	);
}

const countOf = ({ succeeded, failed, judgedPassed, judgedFailed }: Group, isJudged: boolean): [number, number] =>
	isJudged ? [judgedPassed, judgedPassed + judgedFailed] : [succeeded, succeeded + failed];
