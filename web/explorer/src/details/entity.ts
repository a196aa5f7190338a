/** Statements that the caller's view holds to be the same as one record (SAME_AS), fetched once per record and kept by id only. */
import type { Explorer } from "../explorer";
import type { Card, Id, Whole } from "../facts/types";

export class Entities {
  private readonly members = new Map<Id, readonly Id[]>();
  private readonly asked = new Set<Id>();

  constructor(private readonly explorer: Explorer) {
    explorer.facts.onClear(() => this.forget());
    explorer.facts.onDrop((gone) => gone.forEach((id) => { this.asked.delete(id); this.members.delete(id); }));
  }

  /** Ids of the whole cluster, itself included; undefined until the answer is there. */
  of(id: Id): readonly Id[] | undefined {
    return this.members.get(id);
  }

  /** What is known of its members by now. */
  known(id: Id): readonly Whole[] {
    return (this.members.get(id) ?? []).flatMap((member) => this.explorer.facts.whole(member) ?? []);
  }

  /** Ask for a record, its fellow statements and all their properties, once. */
  open(card: Card): void {
    if (this.asked.has(card.id)) return;
    this.asked.add(card.id);
    void this.explorer.attempt(async () => {
      try {
        await this.fetch(card);
      } catch (error) {
        this.asked.delete(card.id);
        throw error;
      }
    });
  }

  private async fetch(card: Card): Promise<void> {
    const { load, facts, state } = this.explorer;
    const [own, cluster] = await Promise.all([load.whole(card.id, card.type), load.entity(card.id)]);
    if (!own) return this.explorer.withdraw(new Set([card.id]));
    state.touch();
    const others = cluster.filter((one) => one.id !== card.id);
    await Promise.all([...others.map((one) => facts.whole(one.id) ?? load.whole(one.id, one.type)), load.cards(others.filter((one) => !facts.card(one.id)).map((one) => one.id))]);
    this.members.set(card.id, [card.id, ...others.map((one) => one.id)]);
    state.touch();
  }

  private forget(): void {
    this.members.clear();
    this.asked.clear();
  }
}
