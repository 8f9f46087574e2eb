import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { EMPTY_PANEL } from '../../lib/domain/panel-state';
import {
  EMAIL,
  LOCAL,
  MAINTENANCE,
  MARA,
  opportunity,
  panelState,
  participants,
  PILOT,
  ROBOTS,
  section,
} from './samples';
import { article, showPanel } from './render-panel';

const openEmail = page.getByRole('region', { name: 'Open email' });
const button = (name: string) => page.getByRole('button', { name, exact: true });

describe('who is open', () => {
  it('shows name, address and company', async () => {
    showPanel(panelState([ROBOTS]));
    await expect.element(openEmail).toMatchTextContent(/Mara Rossi.*Tessella.*mara\.rossi@tessella\.example/);
    expect(page.getByRole('radiogroup', { name: 'Participants' }).query()).toBeNull();
  });

  it('lets the rep choose among several people, by mouse and by arrow keys', async () => {
    const { actions } = showPanel(panelState([], { people: participants(3) }));
    const person = (name: string) => openEmail.getByRole('radio', { name });
    await expect.element(person('Mara Rossi')).toBeChecked();
    await person('Person 3').click();
    expect(actions.choosePerson).toHaveBeenLastCalledWith({ name: 'Person 3', address: 'person3@tessella.example' });
    await person('Mara Rossi').click();
    await userEvent.keyboard('{ArrowRight}');
    expect(actions.choosePerson).toHaveBeenLastCalledWith({ name: 'Person 2', address: 'person2@tessella.example' });
  });

  it('shows people without a name by their mailbox, as Gmail gives the address for a name', async () => {
    const address = 'procurement@tessella.example';
    const people = [...participants(2), { name: address, address, role: 'to' as const }];
    const { root } = showPanel(panelState([], { people }));
    await expect.element(openEmail.getByRole('radio', { name: address })).toBeVisible();
    expect([...root.querySelectorAll('.chip span')].map(({ textContent }) => textContent)).toEqual([
      'Mara Rossi',
      'Person 2',
      'procurement@…',
    ]);
  });

  it('cuts a long address at its start, so that the domain is read', () => {
    const address = `${'procurement.'.repeat(9)}team@tessella.example`;
    const { root } = showPanel(panelState([], { subject: { name: 'Team', address } }));
    const [place, shown] = ['.address', '.address bdi'].map((selector) =>
      root.querySelector(selector)?.getBoundingClientRect(),
    );
    expect(shown?.width).toBeGreaterThan(place?.width ?? Infinity);
    expect(shown?.right).toBeCloseTo(place?.right ?? 0, 0);
  });

  it('shows the first of a hundred people, the one looked up, and the rest on demand', async () => {
    const people = participants(100);
    const last = people.at(-1) ?? MARA;
    showPanel(panelState([], { people, subject: last }));
    const radios = page.getByRole('radiogroup', { name: 'Participants' }).getByRole('radio');
    expect(radios.elements()).toHaveLength(9);
    await expect.element(openEmail.getByRole('radio', { name: 'Person 100' })).toBeChecked();
    await button('+91 more').click();
    expect(radios.elements()).toHaveLength(100);
  });

  it.each([
    [
      'a group hid the writer',
      { viaGroup: true },
      'Sent through a group: the writer’s own address is not on the page.',
    ],
    ['there is no sender', { sender: null }, 'This email shows no sender address.'],
    ['only colleagues are there', {}, 'Only your own side is in this email.'],
  ])('says so when %s, and looks up an address typed by hand', async (_case, own, sentence) => {
    const { actions } = showPanel(
      panelState([], { email: { ...EMAIL, ...own }, subject: null, people: [], sections: [] }),
    );
    await expect.element(openEmail.getByText(sentence)).toBeVisible();
    expect(page.getByRole('link', { name: 'Connect a CRM' }).query()).toBeNull();
    const address = openEmail.getByRole('textbox', { name: 'Look up an address' });
    await address.fill('not an address');
    await userEvent.keyboard('{Enter}');
    await expect.element(address).toHaveAttribute('aria-invalid', 'true');
    expect(actions.choosePerson).not.toHaveBeenCalled();
    await address.fill(' Ben@Tessella.example ');
    await button('Look up').click();
    expect(actions.choosePerson).toHaveBeenCalledExactlyOnceWith({ name: '', address: 'ben@tessella.example' });
  });

  it('shows markup and direction tricks in names as plain text', async () => {
    const name = '<b onclick=alert(1)>Mara</b>\u202e issoR';
    const { root } = showPanel(panelState([], { subject: { ...MARA, name } }));
    expect(root.querySelector('h1')?.textContent).toBe('<b onclick=alert(1)>Mara</b> issoR');
  });
});

describe('nothing to show', () => {
  it('is calm before the first state', () => {
    showPanel(EMPTY_PANEL, { isReady: false });
    expect(page.getByText(/Open an email/).query()).toBeNull();
    expect(page.getByRole('link').query()).toBeNull();
  });

  it('asks to reload a Gmail tab that can report nothing', async () => {
    showPanel({ ...EMPTY_PANEL, needsReload: true });
    await expect.element(page.getByText(/Reload this Gmail tab/)).toBeVisible();
    expect(page.getByText(/Open an email/).query()).toBeNull();
  });

  it('offers to connect a CRM or to use this device', async () => {
    const { actions } = showPanel(panelState([], { sections: [] }));
    const link = page.getByRole('link', { name: 'Connect a CRM' });
    await expect.element(link).toHaveAttribute('href', 'options.html');
    await link.click();
    await button('Use on this device').click();
    await button('Create opportunity').click();
    expect(actions.openOptions).toHaveBeenCalledOnce();
    expect(actions.useOnThisDevice).toHaveBeenCalledOnce();
    expect(actions.create).toHaveBeenCalledOnce();
  });

  it('shows the pipelines while no email is open', async () => {
    const dollars = opportunity('4', { currency: 'USD', amount: 1200 });
    showPanel({ ...EMPTY_PANEL, sections: [section([ROBOTS, dollars, MAINTENANCE, PILOT])] });
    await expect.element(page.getByText('Open an email to see its opportunities')).toBeVisible();
    const rows = page.getByRole('listitem');
    await expect.element(rows.filter({ hasText: 'Presentation' })).toMatchTextContent(/2 open\s*€84,000 \+ \$1,200/);
    await expect.element(rows.filter({ hasText: 'Qualified' })).toMatchTextContent(/1 open\s*€12,500/);
    await expect.element(rows.filter({ hasText: 'Contract' })).toMatchTextContent('0 open');
    expect(page.getByRole('article').query()).toBeNull();
  });

  it('offers sample data where a CRM on this device is empty', async () => {
    const empty = section([], { connection: LOCAL, offersSamples: true });
    const { actions } = showPanel(panelState([], { sections: [empty] }));
    await button('Load sample data').click();
    expect(actions.loadSamples).toHaveBeenCalledOnce();
  });

  it('offers none where there is only nothing with this person', () => {
    showPanel(panelState([], { sections: [section([], { connection: LOCAL })] }));
    expect(button('Load sample data').query()).toBeNull();
  });
});

describe('several connections and failures', () => {
  it('names each connection, in one list', async () => {
    const local = opportunity('7', { title: 'Kept here', ref: { connection: 'local', id: '7' } });
    showPanel(panelState([], { sections: [section([ROBOTS]), section([local], { connection: LOCAL })] }));
    const items = page.getByRole('list', { name: 'Opportunities' }).getByRole('listitem');
    await expect.element(items.nth(0)).toMatchTextContent(/^Copper/);
    await expect.element(items.nth(1)).toMatchTextContent(/^On this device/);
  });

  it('says what failed and what to do, and keeps showing what was known', async () => {
    const failed = section([ROBOTS], { status: 'failed', failure: { kind: 'unauthorized' } });
    const { actions } = showPanel(panelState([], { sections: [failed] }));
    await expect.element(page.getByText('Copper did not accept the credentials.')).toBeVisible();
    await expect.element(article(ROBOTS.title)).toBeVisible();
    await button('Try again').click();
    await button('Open options').click();
    expect(actions.refresh).toHaveBeenCalledOnce();
    expect(actions.openOptions).toHaveBeenCalledOnce();
  });

  it('does not claim there is nothing where the CRM did not answer', async () => {
    const failed = section([], { status: 'failed', asOf: null, failure: { kind: 'offline' } });
    showPanel(panelState([], { sections: [failed] }));
    await expect.element(page.getByText("Copper can't be reached.")).toBeVisible();
    expect(page.getByText(/Nothing yet/).query()).toBeNull();
    expect(page.getByText(/No opportunities/).query()).toBeNull();
  });

  it('says how old the answer is and asks again', async () => {
    const { actions } = showPanel(panelState([ROBOTS]));
    await expect.element(page.getByText('as of 2 min ago')).toBeVisible();
    await button('Refresh').click();
    expect(actions.refresh).toHaveBeenCalledOnce();
  });
});
