"""The tree against the vectors of RFC 6962's own reference tests, and its proofs against every way to be wrong."""

import random
from hashlib import sha256

import pytest

from access_policies.audit.tree import EMPTY, Grown, Tree, extends, includes, leaf_hash, node_hash

# Leaves and roots of sizes 0 to 8 as in the reference tests of certificate-transparency (merkletree/merkle_tree_test.cc) and of
# transparency-dev/merkle (testonly/constants.go).
LEAVES = [bytes.fromhex(text) for text in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
HASHES = [leaf_hash(data) for data in LEAVES]


def _plain_root(leaves: list[bytes]) -> bytes:
    """MTH of RFC 9162 2.1.1, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(_plain_root(leaves[:split]), _plain_root(leaves[split:]))


@pytest.mark.parametrize("size", range(9))
def test_the_roots_are_those_of_the_reference(size: int) -> None:
    tree = Tree()
    for leaf in HASHES[:size]:
        tree.append(leaf)
    assert tree.root().hex() == ROOTS[size]
    assert Grown(HASHES).root(size).hex() == ROOTS[size]
    assert EMPTY.hex() == ROOTS[0]


def test_a_tree_that_grows_a_tree_at_hand_and_the_definition_agree() -> None:
    leaves = [leaf_hash(bytes([n])) for n in range(130)]
    tree, grown = Tree(), Grown(leaves)
    for size in range(1, 131):
        tree.append(leaves[size - 1])
        assert tree.root() == grown.root(size) == _plain_root(leaves[:size])
        assert Tree(size, tree.peaks).root() == tree.root()


def test_proofs_of_the_reference_tree() -> None:
    """The example of RFC 9162 2.1.5, where the tree has seven leaves d0 to d6."""
    d = HASHES[:7]
    g, h, i, j = node_hash(d[0], d[1]), node_hash(d[2], d[3]), node_hash(d[4], d[5]), d[6]
    k, m = node_hash(g, h), node_hash(i, j)
    tree = Grown(d)
    assert tree.inclusion(0) == [d[1], h, m]
    assert tree.inclusion(3) == [d[2], g, m]
    assert tree.inclusion(4) == [d[5], j, k]
    assert tree.inclusion(6) == [i, k]
    assert tree.consistency(3) == [d[2], d[3], g, m]
    assert tree.consistency(4) == [m]
    assert tree.consistency(6) == [i, j, k]


def test_every_inclusion_is_proved_and_no_other() -> None:
    chance = random.Random(7)
    leaves = [leaf_hash(bytes([n])) for n in range(37)]
    tree = Grown(leaves)
    for size in range(1, 38):
        root = tree.root(size)
        for index in range(size):
            proof = tree.inclusion(index, size)
            assert includes(root, size, index, leaves[index], proof)
            assert not includes(root, size, index, leaf_hash(b"other"), proof)
            assert not includes(root, size, index, leaves[index], [*proof, root])
            other = chance.randrange(40)
            if other != index:
                assert not includes(root, size, other, leaves[index], proof)
            if proof:
                assert not includes(root, size, index, leaves[index], proof[:-1])
                spoiled = list(proof)
                spoiled[chance.randrange(len(proof))] = leaf_hash(b"spoiled")
                assert not includes(root, size, index, leaves[index], spoiled)


def test_every_growth_is_proved_and_no_fork() -> None:
    chance = random.Random(8)
    leaves = [leaf_hash(bytes([n])) for n in range(37)]
    tree = Grown(leaves)
    for size in range(1, 38):
        for old in range(1, size + 1):
            before, after, proof = tree.root(old), tree.root(size), tree.consistency(old, size)
            assert extends(before, old, after, size, proof)
            fork = leaves[:old]
            fork[chance.randrange(old)] = leaf_hash(b"another history")
            assert not extends(Grown(fork).root(), old, after, size, proof)
            assert not extends(before, old, leaf_hash(b"x"), size, proof)
            assert not extends(before, old, after, size, [*proof, after])
            if proof:
                assert not extends(before, old, after, size, proof[:-1])


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0), (0, 9)])
def test_a_leaf_that_is_not_there_has_no_proof(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="no such leaf"):
        Grown(HASHES).inclusion(index, size)


@pytest.mark.parametrize(("old", "size"), [(0, 3), (4, 3), (2, 9)])
def test_a_size_that_never_was_has_no_proof(old: int, size: int) -> None:
    with pytest.raises(ValueError, match="no such size"):
        Grown(HASHES).consistency(old, size)
