import { useEffect, useRef, useState } from 'preact/hooks';
import { call } from '../../../api/call';
import { useQuery } from '../../../api/use-query';
import { agentsWords as words } from '../agents-words';
import { readPicture, type Shape } from './read-picture';
import type { Template } from './template';

/** A small picture of a template's process, read once it is visible. Empty without a process. */
export function ProcessThumbnail({ template }: { template: string }) {
	const place = useRef<HTMLDivElement>(null);
	const [isSeen, setSeen] = useState(false);
	useEffect(() => {
		const observer = new IntersectionObserver((entries) => entries.some(({ isIntersecting }) => isIntersecting) && setSeen(true), {
			rootMargin: '200px',
		});
		observer.observe(place.current!);
		return () => observer.disconnect();
	}, []);
	const { data, problem } = useQuery(template, isSeen ? (signal) => readProcess(template, signal) : undefined);
	const picture = data?.xml === undefined ? undefined : readPicture(data.xml);
	return (
		<div ref={place} class="thumbnail" hidden={data !== undefined && !picture}>
			{problem && <p class="quiet">{words('noPicture')}</p>}
			{picture && (
				<svg viewBox={picture.viewBox} role="img" aria-label={words('picture', picture.steps)}>
					{picture.shapes
						.filter(({ kind }) => kind === 'area')
						.map((shape, index) => (
							<Outline key={index} {...shape} />
						))}
					{picture.flows.map((points, index) => (
						<polyline key={index} points={points} />
					))}
					{picture.shapes
						.filter(({ kind }) => kind !== 'area')
						.map((shape, index) => (
							<Outline key={index} {...shape} />
						))}
				</svg>
			)}
		</div>
	);
}

async function readProcess(name: string, signal: AbortSignal): Promise<{ xml?: string }> {
	const { template } = await call<{ template: Template }>(`GET templates/${encodeURIComponent(name)}`, { signal });
	return { xml: template.files.find(({ kind }) => kind === 'process')?.content };
}

function Outline({ kind, x, y, width, height }: Shape) {
	const across = x + width / 2;
	const down = y + height / 2;
	if (kind === 'way') return <path class={kind} d={`M${across} ${y}L${x + width} ${down}L${across} ${y + height}L${x} ${down}Z`} />;
	if (kind === 'event' || kind === 'end') return <circle class={kind} cx={across} cy={down} r={Math.min(width, height) / 2} />;
	return <rect class={kind} x={x} y={y} width={width} height={height} rx={8} />;
}
