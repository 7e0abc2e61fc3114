"""What is asked once: on a page that only reads, and not outside of one."""

from lianxin.kernel.ports import memo, reading


def asked():
    """A question that counts how often it was put."""
    count = []
    return count, lambda: count.append(1) or len(count)


def test_a_page_asks_once():
    count, ask = asked()
    with reading():
        assert [memo("key", ask), memo("key", ask)] == [1, 1]
    assert len(count) == 1


def test_a_page_in_a_page_shares_what_is_known():
    count, ask = asked()
    with reading():
        memo("key", ask)
        with reading():
            memo("key", ask)
        memo("key", ask)
    assert len(count) == 1


def test_the_next_page_asks_anew():
    count, ask = asked()
    for _page in range(2):
        with reading():
            memo("key", ask)
    memo("key", ask)
    assert len(count) == 3
