import type { PlanKind } from '../config/model/marketplace/plan-kinds';
import { Browser, browserProgram } from './marketplace/browser';
import { answersOfCloud, checked, definitionOf, existingIdentity, place, templateOf, workbenchOf } from './marketplace/package';
import { pageFile } from './marketplace/page-file';
import { deployed } from './marketplace/resource-manager';

// Programs are started and hundreds of files checked; a machine that is ten times busier is no fault of theirs.
jest.setTimeout(600_000);

const program = browserProgram();
if (!program)
  test.skip('SKIPPED the pages of the portal in a browser: there is no chromium on PATH; install one, or name it in BROWSER_PATH', () => {});

/** A person at the portal: the pages as our own small renderer draws them, in a real browser, with a real keyboard and mouse. */
(program ? describe : describe.skip)('the pages of the portal, driven in a headless browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await Browser.start(program ?? '');
  }, 120_000);
  afterAll(async () => browser?.stop(), 60_000);

  const open = (kind: PlanKind) =>
    browser.open(pageFile({ definition: definitionOf(kind), resources: [existingIdentity], group: place.group }));
  const type = (name: string, text: string) => browser.type(`#${name}`, text);
  const choose = (name: string, ...values: readonly string[]) =>
    browser.ask(
      `(() => { const list = document.querySelector('#${name}'); for (const option of list.options) option.selected = ${JSON.stringify(values)}.includes(option.value); list.dispatchEvent(new Event('change')); })()`,
    );
  const next = () => browser.click('#next');
  const page = () => browser.ask<string>('document.querySelector("#page").textContent');
  const refusals = () =>
    browser.ask<Record<string, string>>(
      `Object.fromEntries([...document.querySelectorAll('section:not([hidden])')].map((row) => [row.querySelector('input, select, p, div').id, row.querySelector('.refused').textContent]).filter(([, text]) => text))`,
    );
  const shown = () =>
    browser.ask<string[]>(
      `[...document.querySelectorAll('section:not([hidden])')].map((row) => row.querySelector('input, select, p, div').id)`,
    );
  const given = async () =>
    JSON.parse(await browser.ask<string>('document.querySelector("#outputs").textContent')) as Record<string, unknown>;
  const basics = async () => {
    await type('environment', 'live');
    await type('tenant', 'switch');
    await type('domain', 'switch.example.org');
  };
  const made = async (kind: PlanKind) => {
    const outputs = await given();
    return deployed(templateOf(kind), outputs, { ...place, region: String(outputs.location) }, answersOfCloud);
  };

  test('whoever fills in what must be and goes on gets a hub as it is proposed', async () => {
    await open('solution-template');
    await basics();
    const seen: string[] = [];
    for (let pages = 0; pages < 6; pages++) {
      seen.push(await page());
      await next();
      expect(await refusals()).toEqual({});
    }
    expect([...seen, await page()]).toEqual([
      'Basics',
      'Hub',
      'Stores',
      'Access and certificates',
      'Network',
      'Who deploys',
      'Review and create',
    ]);
    const file = workbenchOf(await made('solution-template'));
    expect(checked(file).errors).toEqual([]);
    expect(JSON.parse(file)).toMatchObject({
      environment: 'live',
      tenant: 'switch',
      domain: 'switch.example.org',
      profile: 'sandbox',
      hub: { size: 'small', currencies: ['USD'] },
    });
  }, 120_000);

  test('a production hub with everything chosen: the answers are the settings of the file, and check has no error', async () => {
    await open('managed-application');
    await basics();
    await choose('location', 'polandcentral');
    await choose('profile', 'production');
    await choose('residency', 'country');
    await type('costCentre', 'payments + settlement');
    await next();
    await choose('size', 'medium');
    await choose('currencies', 'EUR', 'PLN');
    await next();
    await choose('kafka', 'event-hubs');
    await next();
    await type('operatorAddresses', '198.51.100.0/28, 203.0.113.0/24');
    await type('administrators', '00000000-0000-4000-8000-0000000000aa');
    expect(await shown()).not.toContain('certificateEmail');
    await choose('issuer', 'acme');
    expect(await shown()).toContain('certificateEmail');
    await type('certificateEmail', 'operators@example.org');
    await next();
    await type('addressSpace', '10.80.0.0/16');
    await choose('deployerNetwork-which', 'existing');
    await type('deployerNetwork-name', 'hub-and-spoke');
    await type('deployerNetwork-group', 'networks');
    await type('deployerNetwork-subnet', 'containers');
    await type('networkAddress', '203.0.113.77');
    await next();
    await choose('identity', existingIdentity);
    await next();
    expect([await page(), await refusals()]).toEqual(['Review and create', {}]);
    const hub = await made('managed-application');
    const { resources } = hub;
    const file = workbenchOf(hub);
    expect(checked(file).errors).toEqual([]);
    expect(JSON.parse(file)).toMatchObject({
      profile: 'production',
      platform: { region: 'polandcentral' },
      residency: { country: 'PL', allowedRegions: ['polandcentral'] },
      costCentre: 'payments + settlement',
      hub: { size: 'medium', currencies: ['EUR', 'PLN'] },
      stores: { kafka: { service: 'event-hubs' } },
      gateway: { operatorAddresses: ['198.51.100.0/28', '203.0.113.0/24'] },
      certificates: { issuer: 'acme', email: 'operators@example.org' },
      network: { addressSpace: '10.80.0.0/16' },
      cluster: {
        administrators: ['00000000-0000-4000-8000-0000000000aa'],
        api: { allowedAddresses: ['203.0.113.77/32', '198.51.100.0/28', '203.0.113.0/24'] },
      },
    });
    // An existing network and an existing identity are used, and not made again.
    expect(resources.filter(({ type }) => /Microsoft\.(Network|ManagedIdentity)\//.test(type))).toEqual([]);
    const job = resources.find(({ type }) => type === 'Microsoft.ContainerInstance/containerGroups');
    expect(JSON.stringify([job?.properties.subnetIds, job?.all.identity])).toContain(
      '/resourceGroups/networks/providers/Microsoft.Network/virtualNetworks/hub-and-spoke/subnets/containers',
    );
    expect(JSON.stringify(job?.all.identity)).toContain(existingIdentity);
  }, 240_000);

  const pageOf = { basics: 0, access: 3, network: 4 } as const;
  test.each([
    ['basics', 'environment', 'Live', 'must be lower case letters, digits and dashes, beginning and ending with a letter or digit'],
    ['basics', 'environment', 'a-name-that-is-too-long', 'must have 1 to 20 characters'],
    ['basics', 'environment', '', 'This value is required.'],
    ['basics', 'tenant', 'windowsbank', 'Azure keeps the words microsoft and windows, and login and xbox at the beginning, for itself'],
    ['basics', 'tenant', 'login-bank', 'Azure keeps the words microsoft and windows, and login and xbox at the beginning, for itself'],
    ['basics', 'domain', 'nodots', 'must be a domain name such as labs.example.org'],
    ['basics', 'domain', `${'a.'.repeat(80)}example.org`, 'must have 4 to 150 characters: hosts are named below it, and DNS carries 253'],
    ['basics', 'costCentre', 'who?', 'must be letters, digits, spaces and . @ : / + = - _'],
    ['access', 'operatorAddresses', '198.51.100.7', 'must be an address range such as 10.0.0.0/8; several with commas between, at most 40'],
    [
      'access',
      'operatorAddresses',
      '198.51.100.0/28;203.0.113.0/24',
      'must be an address range such as 10.0.0.0/8; several with commas between, at most 40',
    ],
    [
      'access',
      'administrators',
      'operators',
      'must be object ids of Microsoft Entra groups, in small letters; several with commas between, at most 40',
    ],
    ['network', 'addressSpace', '10.244.0.0/16', 'must be 10.N.0.0/16, and not 10.244.0.0/16, which pods have'],
    ['network', 'addressSpace', '192.0.2.0/24', 'must be 10.N.0.0/16, and not 10.244.0.0/16, which pods have'],
  ] as const)(
    '%s: %s refuses %j at the field, and the page stays',
    async (where, name, entry, message) => {
      await open('solution-template');
      await basics();
      for (let at = 0; at < pageOf[where]; at++) await next();
      const here = await page();
      await type(name, entry);
      expect(await refusals()).toEqual({ [name]: message });
      await next();
      expect([await page(), await refusals()]).toEqual([here, { [name]: message }]);
    },
    120_000,
  );

  test('no currency, no address of an existing network, no identity: each is asked for where it is missing', async () => {
    await open('solution-template');
    await basics();
    await next();
    await choose('currencies');
    await next();
    expect([await page(), await refusals()]).toEqual(['Hub', { currencies: 'This value is required.' }]);
    await choose('currencies', 'KES');
    for (let pages = 0; pages < 3; pages++) await next();
    await choose('deployerNetwork-which', 'existing');
    await next();
    expect([await page(), await refusals()]).toEqual(['Network', { networkAddress: 'This value is required.' }]);
    await type('networkAddress', '203.0.113.777');
    expect(await refusals()).toEqual({ networkAddress: 'must be one IPv4 address such as 203.0.113.7' });
    await type('networkAddress', '203.0.113.7');
    await next();
    await choose('identityNewOrExisting', 'existing');
    await next();
    expect([await page(), await refusals()]).toEqual(['Who deploys', { identity: 'This value is required.' }]);
  }, 120_000);

  test('what was entered and then hidden again is not handed on', async () => {
    await open('solution-template');
    await basics();
    for (let pages = 0; pages < 3; pages++) await next();
    await choose('issuer', 'acme');
    await type('certificateEmail', 'operators@example.org');
    await choose('issuer', 'vault');
    for (let pages = 0; pages < 3; pages++) await next();
    expect(await given()).toMatchObject({ issuer: 'vault', certificateEmail: '', networkAddress: '', identityId: '' });
  }, 120_000);
});
