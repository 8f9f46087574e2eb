import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { Connection } from '../../lib/domain/connection';
import type { Delivery } from '../../lib/domain/edit';
import type { Catalog } from '../../lib/domain/pipeline';
import { CUSTOM_FIELDS } from './custom-samples';
import {
  CATALOG,
  COPPER,
  creation,
  edit,
  EMAIL,
  EVERYTHING,
  LOCAL,
  NOW,
  opportunity,
  panelState,
  ROBOTS,
  section,
} from './samples';
import { article, showPanel, statusOf } from './render-panel';

const TITLE = 'Tessella: Lab robots: revised offer';
const NEW = opportunity('9', { title: TITLE });
const button = (name: string) => page.getByRole('button', { name, exact: true });
const saved = (own = {}) => creation({ is: 'saved', at: NOW + 1 }, { made: { opportunityId: '9' }, ...own });

describe('one click', () => {
  it('creates without a form, and not twice', async () => {
    const { actions, show } = showPanel(panelState([ROBOTS]));
    await button('Create opportunity').click();
    expect(actions.create).toHaveBeenCalledExactlyOnceWith(null, null);
    show(panelState([ROBOTS]), { isCreating: true });
    await expect.element(statusOf(TITLE)).toMatchTextContent('Creating…');
    await button('Create opportunity').click({ force: true });
    expect(actions.create).toHaveBeenCalledOnce();
  });

  it('shows one placeholder from the click until the opportunity is there', async () => {
    const { show } = showPanel(panelState([]), { isCreating: true });
    const underway = creation({ is: 'sending' });
    for (const isCreating of [true, false]) {
      show(panelState([], { creations: [underway] }), { isCreating });
      expect(article(TITLE).elements()).toHaveLength(1);
    }
    show(
      panelState([NEW], {
        creations: [{ ...underway, delivery: { is: 'saved', at: NOW }, made: { opportunityId: '9' } }],
      }),
    );
    expect(article(TITLE).elements()).toHaveLength(1);
    await expect.element(article(TITLE).getByRole('combobox', { name: 'Stage' })).toBeVisible();
  });
});

describe('what was created', () => {
  it('takes the focus once and offers Undo', async () => {
    const { actions, show } = showPanel(panelState([ROBOTS]));
    const done = saved();
    show(panelState([NEW, ROBOTS], { creations: [done] }));
    await expect.element(article(TITLE)).toHaveFocus();
    await expect.element(statusOf(TITLE)).toMatchTextContent('Created');
    (document.activeElement as HTMLElement).blur();
    show(panelState([], { creations: [done] }));
    show(panelState([NEW, ROBOTS], { creations: [done] }));
    await expect.element(article(TITLE)).not.toHaveFocus();
    await article(TITLE).getByRole('button', { name: 'Undo' }).click();
    expect(actions.undoCreation).toHaveBeenCalledExactlyOnceWith(done.id);
  });

  it('leaves the focus where somebody types', async () => {
    const { show } = showPanel(panelState([ROBOTS]));
    const search = page.getByRole('searchbox', { name: 'Search opportunities' });
    await search.click();
    show(panelState([NEW, ROBOTS], { creations: [saved()] }));
    await expect.element(article(TITLE)).toBeVisible();
    await expect.element(search).toHaveFocus();
  });

  it('does not take the focus for what was created before the panel came up', async () => {
    showPanel(panelState([NEW], { creations: [saved({ delivery: { is: 'saved', at: NOW - 60_000 } })] }));
    await expect.element(statusOf(TITLE)).toMatchTextContent('Created');
    expect(document.activeElement).toBe(document.body);
  });

  it('undoes the edit, once one was made after it', async () => {
    const later = edit(NEW, { status: 'won' }, { is: 'saved', at: NOW }, { at: NOW + 5 });
    const { actions } = showPanel(panelState([NEW], { creations: [saved()], edits: [later] }));
    await article(TITLE).getByRole('button', { name: 'Undo' }).click();
    expect(actions.undoEdit).toHaveBeenCalledExactlyOnceWith(later);
  });

  it('says that it is being taken back', async () => {
    showPanel(panelState([NEW], { creations: [saved({ isUndo: true, delivery: { is: 'sending' } })] }));
    await expect.element(statusOf(TITLE)).toMatchTextContent('Undoing…');
  });
});

describe('what is held up', () => {
  const offline = { kind: 'offline' } as const;

  it.each<Delivery>([
    { is: 'queued' },
    { is: 'waiting', until: null, failure: offline },
    { is: 'sending', after: offline },
  ])('can be taken back: $is', async (delivery) => {
    const underway = creation(delivery);
    const { actions } = showPanel(panelState([], { creations: [underway] }));
    await article(TITLE).getByRole('button', { name: 'Cancel', exact: true }).click();
    expect(actions.undoCreation).toHaveBeenCalledExactlyOnceWith(underway.id);
  });

  it('can’t where it made something the CRM would not remove, nor twice', async () => {
    const capabilities = { ...EVERYTHING, canDelete: false };
    const underway = creation({ is: 'waiting', until: null, failure: offline });
    const undo = article(TITLE).getByRole('button', { name: 'Cancel' });
    const { show } = showPanel(panelState([], { creations: [underway], sections: [section([], { capabilities })] }));
    await expect.element(undo).toBeVisible();
    const begun = { ...underway, made: { contactId: '3', isNewContact: true } };
    show(panelState([], { creations: [begun], sections: [section([], { capabilities })] }));
    await expect.element(undo).not.toBeInTheDocument();
    show(panelState([], { creations: [begun] }));
    await expect.element(undo).toBeVisible();
    show(panelState([], { creations: [{ ...begun, isUndo: true }] }));
    await expect.element(undo).not.toBeInTheDocument();
  });
});

it('keeps a refused creation with Retry and Discard', async () => {
  const refused = creation({ is: 'rejected', failure: { kind: 'forbidden' } });
  const { actions } = showPanel(panelState([], { creations: [refused] }));
  await expect.element(statusOf(TITLE)).toMatchTextContent('Not created: Copper does not let your account do this.');
  await article(TITLE).getByRole('button', { name: 'Retry' }).click();
  await article(TITLE).getByRole('button', { name: 'Discard' }).click();
  expect(actions.retryCreation).toHaveBeenCalledExactlyOnceWith(refused.id, null);
  expect(actions.discardCreation).toHaveBeenCalledExactlyOnceWith(refused.id);
});

it('lets what was refused be corrected and sent again, with everything else as it was', async () => {
  const failure = { kind: 'invalid', reason: 'Close Date is in the past', field: 'closeDate' } as const;
  const refused = creation({ is: 'rejected', failure });
  const draft = { ...refused.draft, amount: 500, closeDate: '2020-01-01' };
  const { actions } = showPanel(panelState([], { creations: [{ ...refused, draft }] }));
  await article(TITLE).getByRole('button', { name: 'Correct' }).click();
  const form = page.getByRole('form', { name: 'Correct the opportunity' });
  await expect.element(form).toMatchTextContent('Close Date is in the past');
  await form.getByLabelText('Close date').fill('2027-01-31');
  await form.getByRole('button', { name: 'Create' }).click();
  expect(actions.retryCreation).toHaveBeenCalledExactlyOnceWith(refused.id, { ...draft, closeDate: '2027-01-31' });
});

describe('with details', () => {
  const form = page.getByRole('form', { name: 'New opportunity' });

  it('starts with a title from the email and sends what was filled in', async () => {
    const { actions } = showPanel(panelState([ROBOTS]));
    await button('Create with details…').click();
    await expect.element(form.getByLabelText('Title')).toHaveValue(TITLE);
    await form.getByLabelText('Value').fill('48000');
    await form.getByLabelText('Stage').selectOptions('Contacted');
    await form.getByRole('button', { name: 'Create' }).click();
    const draft = { title: TITLE, amount: 48_000, stageId: 'p1', pipelineId: 'hiring' };
    expect(actions.create).toHaveBeenCalledExactlyOnceWith('copper-1', draft);
    await expect.element(button('Create with details…')).toHaveFocus();
  });

  it('asks where, when there are several connections', async () => {
    const local = section([], { connection: LOCAL });
    const { actions } = showPanel(panelState([], { sections: [local, section([])] }));
    await button('Create with details…').click();
    await expect.element(form.getByLabelText('Create in')).toHaveDisplayValue('Copper · jo@harbour.example');
    await form.getByLabelText('Create in').selectOptions('On this device');
    await form.getByRole('button', { name: 'Create' }).click();
    expect(actions.create).toHaveBeenCalledExactlyOnceWith('local', { title: TITLE });
  });

  it('goes where the rep chose new opportunities to go', async () => {
    const local = section([], { connection: { ...LOCAL, isDefault: true } });
    const { actions } = showPanel(panelState([], { sections: [local, section([])] }));
    await button('Create with details…').click();
    await expect.element(form.getByLabelText('Create in')).toHaveDisplayValue('On this device');
    await form.getByRole('button', { name: 'Create' }).click();
    expect(actions.create).toHaveBeenCalledExactlyOnceWith('local', { title: TITLE });
  });

  it('asks for what the CRM requires, and has the rest at hand', async () => {
    const catalog = { ...CATALOG, customFields: CUSTOM_FIELDS };
    const { actions } = showPanel(panelState([], { sections: [section([], { catalog })] }));
    await button('Create with details…').click();
    await form.getByRole('button', { name: 'Create' }).click();
    await expect.element(form.getByText('Project code can’t be empty.')).toBeVisible();
    expect(actions.create).not.toHaveBeenCalled();
    await form.getByLabelText('Project code').fill('LR-3');
    await form.getByText('More fields').click();
    await form.getByLabelText('Robots').fill('4');
    await form.getByRole('button', { name: 'Create' }).click();
    const draft = { title: TITLE, 'custom:code': 'LR-3', 'custom:robots': 4 };
    expect(actions.create).toHaveBeenCalledExactlyOnceWith('copper-1', draft);
  });

  it('sends only what the chosen CRM has a field for', async () => {
    const capabilities = { ...EVERYTHING, fields: ['title', 'description'] as const };
    const local = section([], { connection: LOCAL, capabilities });
    const { actions } = showPanel(panelState([], { sections: [local, section([])] }));
    await button('Create with details…').click();
    await form.getByLabelText('Value').fill('48000');
    await form.getByLabelText('Description').fill('Two arms');
    await form.getByLabelText('Create in').selectOptions('On this device');
    await form.getByRole('button', { name: 'Create' }).click();
    expect(actions.create).toHaveBeenCalledExactlyOnceWith('local', { title: TITLE, description: 'Two arms' });
  });

  describe('is told to go elsewhere', () => {
    const OUTREACH: Connection = { ...COPPER, id: 'outreach-1', crm: 'outreach', label: 'Outreach' };
    const theirs: Catalog = {
      ...CATALOG,
      pipelines: [
        { id: '1', name: '', isRevenue: true, stages: [{ id: '7', name: 'Contract', winProbability: null }] },
      ],
      owners: [{ id: '99', name: 'sam lind' }],
      sources: [{ id: 'fair', name: 'Webinar' }],
      customFields: [
        { ...CUSTOM_FIELDS[0]!, id: 'x1', label: 'Robots' },
        { ...CUSTOM_FIELDS[0]!, id: 'x2', isRequired: false },
      ],
    };
    const ours = { ...CATALOG, customFields: CUSTOM_FIELDS };
    const both = panelState([], {
      sections: [section([], { catalog: ours }), section([], { connection: OUTREACH, catalog: theirs })],
    });
    const place = form.getByLabelText('Create in');
    const go = (label: string) => place.selectOptions(`${label} · ${COPPER.accountName}`);
    const create = form.getByRole('button', { name: 'Create' });

    async function fillInForCopper() {
      const shown = showPanel(both);
      await button('Create with details…').click();
      await go('Copper');
      await form.getByLabelText('Owner').selectOptions('Sam Lind');
      await form.getByLabelText('Stage').selectOptions('Negotiation');
      await form.getByLabelText('Source').selectOptions('Trade fair');
      await form.getByLabelText('Project code').fill('LR-3');
      await form.getByText('More fields').click();
      await form.getByLabelText('Delivery notes').fill('Dock 4');
      await form.getByLabelText('Robots').fill('4');
      await form.getByLabelText('Value').fill('500');
      return shown;
    }

    it('takes along what has a name there, and no id of the CRM before', async () => {
      const { actions } = await fillInForCopper();
      await go('Outreach');
      await expect.element(form.getByLabelText('Owner')).toHaveDisplayValue('sam lind');
      await expect.element(form.getByLabelText('Stage')).toHaveDisplayValue('First stage');
      await expect.element(form.getByLabelText('Source')).toHaveDisplayValue('None');
      await form.getByLabelText('Robots').fill('four');
      await create.click();
      expect(actions.create).toHaveBeenCalledExactlyOnceWith('outreach-1', {
        title: TITLE,
        amount: 500,
        ownerId: '99',
        'custom:x1': 'four',
        'custom:x2': 'LR-3',
      });
    });

    it('has everything again on the way back', async () => {
      const { actions } = await fillInForCopper();
      await go('Outreach');
      await go('Copper');
      await create.click();
      expect(actions.create).toHaveBeenCalledExactlyOnceWith('copper-1', {
        title: TITLE,
        amount: 500,
        ownerId: 'sam',
        stageId: 's4',
        pipelineId: 'sales',
        sourceId: 'fair',
        'custom:code': 'LR-3',
        'custom:notes': 'Dock 4',
        'custom:robots': 4,
      });
    });

    it('still is after another email', async () => {
      const { show } = await fillInForCopper();
      show({ ...both, email: { ...EMAIL, threadId: 'other' } });
      await expect.element(button('Create with details…')).toBeVisible();
      show(both);
      await expect.element(place).toHaveDisplayValue(`Copper · ${COPPER.accountName}`);
      await expect.element(form.getByLabelText('Owner')).toHaveDisplayValue('Sam Lind');
    });

    it('goes where it can, once that connection is gone', async () => {
      const { actions, show } = await fillInForCopper();
      show({ ...both, sections: both.sections.slice(1) });
      await expect.element(form.getByLabelText('Owner')).toHaveDisplayValue('sam lind');
      await form.getByLabelText('Robots').fill('four');
      await create.click();
      expect(actions.create.mock.calls[0]).toMatchObject(['outreach-1', { ownerId: '99' }]);
    });
  });

  it('refuses an emptied title and closes with Escape', async () => {
    const { actions } = showPanel(panelState([]));
    await button('Create with details…').click();
    await form.getByLabelText('Title').clear();
    await userEvent.keyboard('{Enter}');
    await expect.element(form.getByText('Title can’t be empty.')).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.element(button('Create with details…')).toHaveFocus();
    expect(actions.create).not.toHaveBeenCalled();
  });

  it('works with no connection at all', async () => {
    const { actions } = showPanel(panelState([], { sections: [] }));
    await button('Create with details…').click();
    await form.getByRole('button', { name: 'Create' }).click();
    expect(actions.create).toHaveBeenCalledExactlyOnceWith(null, { title: TITLE });
  });
});
