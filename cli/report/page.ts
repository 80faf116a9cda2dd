import { type Layout, layouts } from '../graph/layout';
import { linkToTable } from '../graph/links';
import { drawn } from '../graph/svg';
import { certificatesSection } from './chapters/certificates';
import { changesSection } from './chapters/changes';
import { costSection } from './chapters/cost';
import { findingsSection } from './chapters/findings';
import { flowsSection } from './chapters/flows';
import { participantsSection } from './chapters/participants';
import { platformSection } from './chapters/platform';
import { policiesSection } from './chapters/policies';
import { readinessSection } from './chapters/readiness';
import { releasesSection } from './chapters/releases';
import { rotationSection } from './chapters/rotation';
import { secretsSection } from './chapters/secrets';
import { serviceLevelsSection } from './chapters/service-levels';
import { sizingSection } from './chapters/sizing';
import { storesSection } from './chapters/stores';
import { pictureSection } from './chapters/topology';
import { html, Markup } from './html';
import { carried } from './last-report';
import { facts, type Section } from './overview';
import { recordOf } from './record';
import type { Report } from './report';
import { style } from './style';
import { wholePage } from './whole-page';

/**
 * The report as one page that needs nothing else: no script, no font, no picture from elsewhere, and a policy that forbids them.
 * It works from a file, on paper and on a phone. The same report gives the same bytes.
 * @param laidOut both pictures, where laying them out was begun before
 */
export async function page(report: Report, laidOut: Promise<Layout[]> = layouts([report.topology, report.stackGraph])): Promise<string> {
  const [topology, stacks] = (await laidOut) as [Layout, Layout];
  const pictures = { topology: drawn(report.topology, topology, linkToTable), stacks: drawn(report.stackGraph, stacks, linkToTable) };
  const sections: readonly Section[] = [
    readinessSection(report),
    ...changesSection(report),
    findingsSection(report),
    policiesSection(report),
    pictureSection(report, pictures),
    platformSection(report),
    releasesSection(report),
    storesSection(report),
    secretsSection(report),
    certificatesSection(report),
    rotationSection(report),
    serviceLevelsSection(report),
    flowsSection(report),
    sizingSection(report),
    costSection(report),
    participantsSection(report),
  ];
  const narrow = sections.flatMap(({ body }) => body.map((part) => (part instanceof Markup ? '' : part.narrowStyle))).join('\n');
  const title = `${report.title} – report`;
  const body = html`<a class="skip" href="#readiness">To the report</a>
<header>
<h1>${report.title}</h1>
<p class="lead">What ${code(report.file)} becomes, at ${code(`*.${report.host}`)}${report.date ? html`, <span class="k">as of ${report.date}</span>` : ''}.</p>
${facts(report)}
<nav aria-label="Contents"><ul>${sections.map(({ id, title: name }) => html`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>
</header>
<main>
${sections.map(section)}
</main>
<footer>Made by <code>workbench report</code> from the workbench file: it shows what is asked for, not what runs. States of stacks are those of the last runs from the same folder; <code>workbench status</code> looks at the states themselves.</footer>
${carried(recordOf(report))}
`;
  return wholePage({ title, generator: 'workbench report', styles: [style], narrow, body });
}

const code = (text: string) => html`<code>${text}</code>`;

const section = ({ id, title, body }: Section): Markup =>
  html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>
${body.map((part) => (part instanceof Markup ? part : part.markup))}</section>
`;
